//! Names that Python brings along, and which of several names is spelled nearly like another.

/// Python's own functions and values that a beginner's program may mean.
pub(super) const BUILTINS: [&str; 73] = [
    "abs",
    "all",
    "any",
    "ascii",
    "bin",
    "bool",
    "bytes",
    "callable",
    "chr",
    "complex",
    "dict",
    "dir",
    "divmod",
    "enumerate",
    "eval",
    "exec",
    "exit",
    "filter",
    "float",
    "format",
    "frozenset",
    "getattr",
    "globals",
    "hasattr",
    "hash",
    "help",
    "hex",
    "id",
    "input",
    "int",
    "isinstance",
    "issubclass",
    "iter",
    "len",
    "list",
    "locals",
    "map",
    "max",
    "min",
    "next",
    "object",
    "oct",
    "open",
    "ord",
    "pow",
    "print",
    "property",
    "quit",
    "range",
    "repr",
    "reversed",
    "round",
    "set",
    "setattr",
    "slice",
    "sorted",
    "staticmethod",
    "str",
    "sum",
    "super",
    "tuple",
    "type",
    "vars",
    "zip",
    "Exception",
    "ValueError",
    "TypeError",
    "KeyError",
    "IndexError",
    "NameError",
    "AssertionError",
    "FileNotFoundError",
    "ZeroDivisionError",
];

/// Modules of Python's standard library that a program for beginners may ask for.
pub(super) const MODULES: [&str; 62] = [
    "abc",
    "argparse",
    "array",
    "ast",
    "asyncio",
    "base64",
    "bisect",
    "calendar",
    "cmath",
    "cmd",
    "collections",
    "colorsys",
    "configparser",
    "contextlib",
    "copy",
    "csv",
    "dataclasses",
    "datetime",
    "decimal",
    "difflib",
    "enum",
    "fractions",
    "functools",
    "getpass",
    "glob",
    "hashlib",
    "heapq",
    "html",
    "inspect",
    "io",
    "itertools",
    "json",
    "keyword",
    "locale",
    "logging",
    "math",
    "numbers",
    "operator",
    "os",
    "pathlib",
    "pickle",
    "platform",
    "pprint",
    "queue",
    "random",
    "re",
    "secrets",
    "shutil",
    "sqlite3",
    "statistics",
    "string",
    "struct",
    "sys",
    "tempfile",
    "textwrap",
    "threading",
    "time",
    "timeit",
    "turtle",
    "typing",
    "unittest",
    "uuid",
];

/// Modules that belong to Python, and that some Pythons are made without: Debian's has no window toolkit unless it is asked for, that of tier C nothing that needs a library of C's
/// or a system with users and terminals (`wasi/python/pack_library`).
pub(super) const LEFT_OUT: [&str; 21] = [
    "bz2",
    "ctypes",
    "curses",
    "dbm",
    "fcntl",
    "gdbm",
    "grp",
    "lzma",
    "mmap",
    "posixshmem",
    "posixsubprocess",
    "pwd",
    "readline",
    "resource",
    "sqlite3",
    "ssl",
    "syslog",
    "termios",
    "tkinter",
    "venv",
    "zlib",
];

/// Names of `os` that start another program or are about one. Elsewhere than in WebAssembly they are all there.
pub(super) const PROCESS_NAMES: [&str; 14] =
    ["execl", "execv", "execve", "execvp", "fork", "forkpty", "getppid", "kill", "popen", "posix_spawn", "spawnv", "system", "wait", "waitpid"];

/// Names of `socket` that WebAssembly has not.
pub(super) const SOCKET_NAMES: [&str; 8] =
    ["AF_UNIX", "create_connection", "create_server", "getaddrinfo", "gethostbyname", "gethostname", "getnameinfo", "socketpair"];

/// Modules that are known well enough to be used without an `import`. Others (`string`, `time`, `copy`) are names that a program may mean otherwise.
pub(super) const MODULES_BY_NAME: [&str; 12] =
    ["math", "random", "sys", "os", "datetime", "json", "csv", "statistics", "itertools", "collections", "re", "time"];

/// Functions of two modules that beginners use, for misspelt ones.
const MODULE_NAMES: [(&str, &[&str]); 2] = [
    (
        "math",
        &[
            "acos",
            "asin",
            "atan",
            "atan2",
            "ceil",
            "comb",
            "copysign",
            "cos",
            "degrees",
            "dist",
            "e",
            "exp",
            "fabs",
            "factorial",
            "floor",
            "fmod",
            "fsum",
            "gcd",
            "hypot",
            "inf",
            "isclose",
            "isfinite",
            "isinf",
            "isnan",
            "isqrt",
            "lcm",
            "log",
            "log10",
            "log2",
            "modf",
            "nan",
            "perm",
            "pi",
            "pow",
            "prod",
            "radians",
            "sin",
            "sqrt",
            "tan",
            "tau",
            "trunc",
        ],
    ),
    (
        "random",
        &[
            "choice",
            "choices",
            "gauss",
            "getrandbits",
            "randbytes",
            "randint",
            "random",
            "randrange",
            "sample",
            "seed",
            "shuffle",
            "triangular",
            "uniform",
        ],
    ),
];

/// What stands after the dot of a list.
pub(super) const LIST_METHODS: [&str; 11] = ["append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort"];

/// What stands after the dot of a text.
pub(super) const TEXT_METHODS: [&str; 44] = [
    "capitalize",
    "casefold",
    "center",
    "count",
    "encode",
    "endswith",
    "expandtabs",
    "find",
    "format",
    "index",
    "isalnum",
    "isalpha",
    "isascii",
    "isdecimal",
    "isdigit",
    "isidentifier",
    "islower",
    "isnumeric",
    "isprintable",
    "isspace",
    "istitle",
    "isupper",
    "join",
    "ljust",
    "lower",
    "lstrip",
    "partition",
    "removeprefix",
    "removesuffix",
    "replace",
    "rfind",
    "rindex",
    "rjust",
    "rpartition",
    "rsplit",
    "rstrip",
    "split",
    "splitlines",
    "startswith",
    "strip",
    "swapcase",
    "title",
    "upper",
    "zfill",
];

/// What stands after the dot of a dictionary.
pub(super) const DICTIONARY_METHODS: [&str; 10] = ["clear", "copy", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values"];

/// What stands after the dot of a set.
pub(super) const SET_METHODS: [&str; 12] =
    ["add", "clear", "copy", "difference", "discard", "intersection", "isdisjoint", "issubset", "issuperset", "pop", "remove", "union"];

/// Methods that change a value and give nothing back.
pub(super) const CHANGING_METHODS: [&str; 9] = ["append", "extend", "insert", "remove", "reverse", "sort", "clear", "update", "add"];

/// The names that belong to a type, where they are known here.
pub(super) fn methods(type_name: &str) -> &'static [&'static str] {
    match type_name {
        "list" => &LIST_METHODS,
        "str" => &TEXT_METHODS,
        "dict" => &DICTIONARY_METHODS,
        "set" => &SET_METHODS,
        _ => &[],
    }
}

/// The names of a module, where they are known here.
pub(super) fn module_names(module: &str) -> &'static [&'static str] {
    MODULE_NAMES.iter().find(|(name, _)| *name == module).map_or(&[], |(_, names)| names)
}

/// The one name that is spelled nearly like `name`: one slip away (two for long names), and no other is as near. `None` where that is not certain.
pub(super) fn closest<'n>(name: &str, candidates: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let length = name.chars().count();
    let allowed = match length {
        0..=2 => 0,
        3..=6 => 1,
        _ => 2,
    };
    let mut best: Option<(usize, &str)> = None;
    let mut alone = true;
    for candidate in candidates {
        if candidate == name || differ_in_digits_only(name, candidate) {
            continue;
        }
        let distance = if candidate.to_lowercase() == name.to_lowercase() { 0 } else { slips(name, candidate) };
        // A short name has near neighbours that mean something else: `cat` and `car`. Only letters turned round, left out or too many are slips there.
        let another_word = length <= 3 && distance > 0 && candidate.chars().count() == length && sorted(candidate) != sorted(name);
        if distance > allowed || (distance > 0 && candidate.chars().count() < 3) || another_word {
            continue;
        }
        match best {
            Some((found, other)) if found < distance || other == candidate => {}
            Some((found, _)) if found == distance => alone = false,
            _ => {
                best = Some((distance, candidate));
                alone = true;
            }
        }
    }
    best.filter(|_| alone).map(|(_, name)| name)
}

fn sorted(name: &str) -> Vec<char> {
    let mut letters: Vec<char> = name.chars().collect();
    letters.sort_unstable();
    letters
}

/// `x1` and `x2` are two names on purpose.
fn differ_in_digits_only(one: &str, other: &str) -> bool {
    let letters = |name: &str| name.chars().filter(|character| !character.is_ascii_digit()).collect::<String>();
    letters(one) == letters(other)
}

/// How many letters must be put in, left out, changed, or swapped with their neighbour.
pub(super) fn slips(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().take(64).collect();
    let other: Vec<char> = other.chars().take(64).collect();
    let mut rows: Vec<Vec<usize>> = vec![(0..=other.len()).collect()];
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let mut least = (rows[i][j] + usize::from(a != b)).min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                least = least.min(rows[i - 1][j - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[one.len()][other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_one_letter_or_one_swap() {
        assert_eq!(slips("price", "price"), 0);
        assert_eq!(slips("prise", "price"), 1);
        assert_eq!(slips("pirce", "price"), 1);
        assert_eq!(slips("prce", "price"), 1);
        assert_eq!(slips("cat", "dog"), 3);
    }

    #[test]
    fn only_one_near_name_is_certain() {
        assert_eq!(closest("prise", ["price", "total"]), Some("price"));
        assert_eq!(closest("pricf", ["price", "prict"]), None);
        assert_eq!(closest("Total", ["total", "totals"]), Some("total"));
        assert_eq!(closest("x", ["y"]), None);
        assert_eq!(closest("cat", ["car", "dog"]), None);
        assert_eq!(closest("act", ["cat", "dog"]), Some("cat"));
        assert_eq!(closest("row2", ["row1"]), None);
        assert_eq!(closest("nu", ["num"]), None);
        assert_eq!(closest("prnt", BUILTINS), Some("print"));
        assert_eq!(closest("Print", BUILTINS), Some("print"));
        assert_eq!(closest("apple", BUILTINS), None);
        assert_eq!(closest("temprature", ["temperature", "temper"]), Some("temperature"));
    }

    #[test]
    fn lists_hold_no_name_twice() {
        for list in [&BUILTINS[..], &MODULES[..], &TEXT_METHODS[..]] {
            let mut sorted = list.to_vec();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len(), list.len());
        }
    }
}
