//! The standard library in the box: all of it can be imported, and what cannot be used is refused by name, for a reason.

use crate::{run_in, runner, runner_b};
use domain::{
    exercise::Limits,
    judge::{Tier, Verdict},
};

/// Imports every module of the standard library and says which could not be.
const IMPORT_ALL: &str = r#"
import importlib, os, pkgutil, sys
import warnings
warnings.simplefilter("ignore")
names = set(sys.builtin_module_names)
library = os.path.dirname(os.__file__)
for folder in [library, os.path.join(library, "lib-dynload")]:
    names.update(module.name for module in pkgutil.iter_modules([folder]))
names.update(getattr(sys, "stdlib_module_names", ()))
# What prints or opens a window when imported, what starts a test run, and what belongs to another system.
left_out = {"antigravity", "this", "test", "idlelib", "lib2to3", "turtledemo", "__main__", "site-packages", "dist-packages",
            # Not of the library: a machine's own settings, which Debian keeps in /etc.
            "sitecustomize", "usercustomize"}
out = sys.stdout
count = 0
for name in sorted(names - left_out):
    if name.startswith("_sysconfigdata"):
        continue
    try:
        importlib.import_module(name)
        count += 1
    except BaseException as error:
        print(name, type(error).__name__, error, sep="\t", file=out)
print("imported", count, sep="\t", file=out)
"#;

/// Modules that no sandbox has to do with: of another system, or not part of every installation.
const NOT_EVERYWHERE: &[&str] = &[
    "_msi",
    "_overlapped",
    "_scproxy",
    "_winapi",
    "_wmi",
    "msilib",
    "msvcrt",
    "nt",
    "winreg",
    "winsound",
    "_osx_support",
    "_android_support",
    "_apple_support",
    "_ios_support",
    "_tkinter",
    "tkinter",
    "turtle",
    "_dbm",
    "_gdbm",
    "nis",
    "ossaudiodev",
    "spwd",
    "_curses",
    "_curses_panel",
    "curses",
    "readline",
    "_bz2",
    "bz2",
    "_lzma",
    "lzma",
    "_sqlite3",
    "sqlite3",
    "ensurepip",
    "venv",
    "distutils",
    "_distutils_hack",
    "asyncio.windows_events",
    "_bootlocale",
    "_zoneinfo",
    "xxlimited",
    "xxlimited_35",
    "xxsubtype",
    "_uuid",
    "_zstd",
    "_pyrepl",
    "_remote_debugging",
    "_crypt",
    "crypt",
    "_testclinic_limited",
];

/// What a program of the box may not use, what happens when it does, and why.
const REFUSED: &[(&str, &str, &str)] = &[
    ("socket", "socket.socket()", "no network: nobody is to be talked to"),
    ("ssl", "ssl.create_default_context().wrap_socket(__import__('socket').socket())", "no network"),
    ("http.client", "http.client.HTTPConnection('127.0.0.1').connect()", "no network"),
    ("smtplib", "smtplib.SMTP('127.0.0.1')", "no network"),
    ("ftplib", "ftplib.FTP('127.0.0.1')", "no network"),
    ("poplib", "poplib.POP3('127.0.0.1')", "no network"),
    ("imaplib", "imaplib.IMAP4('127.0.0.1')", "no network"),
    ("xmlrpc.client", "xmlrpc.client.ServerProxy('http://127.0.0.1').x()", "no network"),
    ("socketserver", "socketserver.TCPServer(('127.0.0.1', 0), None)", "no network"),
    ("http.server", "http.server.HTTPServer(('127.0.0.1', 0), None)", "no network"),
    ("os", "os.fork()", "no other process: only threads"),
    ("os", "os.execv('/bin/true', ['true'])", "no other program"),
    ("os", "os.symlink('a', 'b')", "no links: they lead out of the work folder"),
    ("os", "os.mkfifo('pipe')", "no pipes with a name"),
    ("os", "os.nice(1)", "no other priority"),
    ("os", "os.setuid(0)", "no other user"),
    ("os", "os.memfd_create('x')", "no files in memory: nothing would count them"),
    ("subprocess", "subprocess.Popen(['true'])", "no other program"),
    ("multiprocessing", "multiprocessing.get_context('fork').Pool(1)", "no other process"),
    ("multiprocessing", "multiprocessing.Semaphore()", "no shared memory: it would outlive the run"),
    (
        "multiprocessing.shared_memory",
        "multiprocessing.shared_memory.SharedMemory(create=True, size=1)",
        "no shared memory: it would outlive the run",
    ),
    ("concurrent.futures", "list(concurrent.futures.ProcessPoolExecutor(1).map(abs, [1]))", "no other process"),
    ("signal", "signal.pidfd_send_signal(0, 0)", "no signals to others"),
    ("fcntl", "fcntl.fcntl(0, fcntl.F_SETOWN, 1)", "no signals to others"),
];

/// What works in tier A only: no rule of the kernel's tells a program's own files from others there.
const REFUSED_IN_TIER_B: &[(&str, &str)] =
    &[("os", "os.chmod('main.py', 0o600)"), ("os", "os.utime('main.py', (1, 1))"), ("os", "os.truncate('main.py', 1)")];

fn plenty() -> Limits {
    Limits { wall_ms: 60_000, memory_mb: 512, ..Limits::default() }
}

#[test]
fn every_module_can_be_imported() {
    for runner in [runner(), runner_b()] {
        let result = run_in(&runner, IMPORT_ALL, plenty());
        assert_eq!(result.verdict, Verdict::Passed, "{:?} {}", result.message, result.stderr);
        let lines: Vec<Vec<&str>> =
            result.stdout.lines().map(|line| line.split('\t').collect()).filter(|parts: &Vec<&str>| parts.len() > 1).collect();
        let count: usize = lines.last().filter(|last| last[0] == "imported").expect("it came to its end")[1].parse().unwrap();
        assert!(count > 250, "only {count} modules");
        for parts in &lines[..lines.len() - 1] {
            let known = NOT_EVERYWHERE.contains(&parts[0]) && matches!(parts[1], "ModuleNotFoundError" | "ImportError");
            assert!(known, "{:?}: {parts:?}", result.tier);
        }
    }
}

#[test]
fn what_is_refused_says_so() {
    for runner in [runner(), runner_b()] {
        let tier = runner.probe().unwrap().tier;
        let in_tier_b =
            REFUSED_IN_TIER_B.iter().map(|(module, action)| (*module, *action, "the rights and times of a file")).filter(|_| tier == Tier::B);
        let mut text = String::from("import os\n");
        let mut wanted = 0;
        for (module, action, reason) in REFUSED.iter().copied().chain(in_tier_b) {
            wanted += 1;
            text.push_str(&format!(
                "try:\n    import {module}\n    {action}\nexcept OSError as error:\n    print('refused' if error.errno in (1, 13, 30) else ({action:?}, error))\nexcept AttributeError:\n    print('refused: this version of Python has it not')\n\
                 except BaseException as error:\n    print({action:?}, 'must be refused ({reason}):', type(error).__name__, error)\nelse:\n    print({action:?}, 'worked ({reason})')\n"
            ));
        }
        let result = run_in(&runner, &text, plenty());
        assert_eq!(result.verdict, Verdict::Passed, "{}", result.stderr);
        let other: Vec<&str> = result.stdout.lines().filter(|line| !line.starts_with("refused")).collect();
        assert!(other.is_empty() && result.stdout.lines().count() == wanted, "{tier:?}: {other:#?} {}", result.stderr);
    }
}

#[test]
fn what_works_in_tier_a_only_works_there() {
    for (module, action) in REFUSED_IN_TIER_B {
        let text = format!("import {module}\n{action}\n");
        assert_eq!(run_in(&runner(), &text, plenty()).verdict, Verdict::Passed, "{action}");
        assert_eq!(run_in(&runner_b(), &text, plenty()).verdict, Verdict::Refused, "{action}");
    }
}
