//! A small course that keeps every rule, to be spoilt in one place at a time; and zip files made by hand, which can say anything.

use packs::{Pack, Problem, Problems};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

pub const EXERCISE: &str = "lessons/01-begin/exercises/double";

/// The files of a course.
#[derive(Debug, Clone)]
pub struct Files(pub BTreeMap<String, Vec<u8>>);

impl Files {
    /// A course with two lessons and three exercises, one of them with tests in Python.
    pub fn good() -> Self {
        let mut files = Self(BTreeMap::new());
        files.set(
            "pack.json",
            r##"{
  "format": 1,
  "id": "0190f3c4-7a00-7000-8000-0000000000aa",
  "slug": "small",
  "title": "Small course",
  "summary": "Two lessons.",
  "description": "*Short.*",
  "version": 3,
  "languages": ["python"],
  "locale": "en",
  "license": "CC0-1.0",
  "authors": ["A. Author"],
  "category": "Programming",
  "difficulty": "beginner",
  "hours": 1
}
"##,
        );
        files.set(
            "lessons/01-begin/lesson.json",
            "{ \"title\": \"Begin\", \"summary\": \"the beginning\", \"kind\": \"theory\", \"minutes\": 5,\n  \"required\": true, \"exercises\": [\"double\", \"hello\"] }\n",
        );
        files.set(
            "lessons/01-begin/lesson.md",
            "## One\n\nText.\n\n```python run stdin=\"Ada\\n12\"\nprint(input())\n```\n\n```question\nWhat is `1 + 1`?\n- [x] 2 -- Right.\n- [ ] 11 -- Those are texts.\n```\n",
        );
        files.set("lessons/02-more/lesson.json", r#"{ "title": "More", "summary": "the rest", "minutes": 5, "exercises": ["triple"] }"#);
        files.set("lessons/02-more/lesson.md", "Nothing but text.\n");
        for (folder, name) in [(EXERCISE, "double"), ("lessons/01-begin/exercises/hello", "hello"), ("lessons/02-more/exercises/triple", "triple")] {
            files.set(
                &format!("{folder}/exercise.json"),
                r#"{
  "title": "An exercise",
  "kind": "code",
  "difficulty": "beginner",
  "concepts": ["functions"],
  "minutes": 5,
  "hints": [
    { "rung": "concept", "text": "Think." },
    { "rung": "approach", "text": "Think more.", "after_seconds": 10 }
  ],
  "mistakes": [
    { "file": "wrong/adds-two.py", "case": "three", "message": "That adds two." }
  ],
  "limits": { "wall_ms": 5000 }
}
"#,
            );
            files.set(&format!("{folder}/instructions.md"), "Write a function.\n");
            files.set(&format!("{folder}/starter/main.py"), "");
            files.set(&format!("{folder}/solution/main.py"), format!("def {name}(number):\n    return number * 2\n"));
            files.set(&format!("{folder}/wrong/adds-two.py"), "def double(number):\n    return number + 2\n");
            files.set(
                &format!("{folder}/tests.json"),
                r#"{ "kind": "data",
  "cases": [
    { "name": "three", "call": "double(3)", "gives": "6" },
    { "name": "prints", "stdin": "1\n", "prints": "2\n", "files": { "a.txt": "one" }, "writes": { "b.txt": "two" } },
    { "name": "raises", "call": "double(None)", "raises": { "type": "TypeError" }, "hidden": true, "weight": 2 },
    { "name": "after", "setup": "x = [1]", "call": "double(0.5)", "gives": "1.0", "tolerance": 0.001,
      "after": [ { "expression": "x", "gives": "[1]" } ] }
  ] }
"#,
            );
        }
        files.set(&format!("{EXERCISE}/files/data.csv"), "a;b\r\n1;2\r\n");
        let triple = "lessons/02-more/exercises/triple";
        files.remove(&format!("{triple}/wrong/adds-two.py"));
        files.set(&format!("{triple}/exercise.json"), r#"{ "title": "Triple", "kind": "code", "difficulty": "expert", "entry": "triple.py" }"#);
        files.set(&format!("{triple}/tests.json"), r#"{ "kind": "python", "files": ["tests/test_triple.py"], "module": "triple" }"#);
        files.set(&format!("{triple}/tests/test_triple.py"), "from triple import triple\n\ndef test_one():\n    assert triple(1) == 3\n");
        for part in ["starter", "solution"] {
            files.remove(&format!("{triple}/{part}/main.py"));
            files.set(&format!("{triple}/{part}/triple.py"), "def triple(number):\n    return number * 3\n");
        }
        files
    }

    pub fn set(&mut self, path: &str, content: impl AsRef<[u8]>) {
        self.0.insert(path.to_owned(), content.as_ref().to_vec());
    }

    pub fn remove(&mut self, path: &str) {
        self.0.remove(path).unwrap_or_else(|| panic!("{path} was not there"));
    }

    /// Puts another text in place of one that stands in a file exactly once.
    pub fn replace(&mut self, path: &str, old: &str, new: &str) {
        let text = String::from_utf8(self.0[path].clone()).unwrap();
        assert_eq!(text.matches(old).count(), 1, "{old:?} in {path}");
        self.set(path, text.replace(old, new));
    }

    pub fn to_folder(&self) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, bytes) in &self.0 {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        folder
    }

    pub fn to_entries(&self) -> Vec<Entry> {
        self.0.iter().map(|(path, bytes)| Entry::new(path, bytes)).collect()
    }

    /// Reads the files as a folder and as an archive: both must say the same.
    pub fn read(&self) -> Result<Pack, Problems> {
        let folder = self.to_folder();
        let from_folder = packs::read(folder.path());
        let from_archive = read_zip(&zip(&self.to_entries()));
        assert_eq!(from_folder, from_archive);
        from_folder
    }
}

/// Reads bytes as a `.studiopack`.
pub fn read_zip(bytes: &[u8]) -> Result<Pack, Problems> {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("course.studiopack");
    fs::write(&path, bytes).unwrap();
    packs::read(&path)
}

/// That there is exactly this problem, and that it can be said.
pub fn assert_refused(result: Result<Pack, Problems>, file: &str, code: &str) -> Problem {
    let problems = result.expect_err("the pack was taken");
    let found: Vec<_> = problems.as_slice().iter().map(|problem| (problem.file.as_str(), problem.code)).collect();
    assert_eq!(found, [(file, code)], "{problems}");
    let problem = problems.into_vec().remove(0);
    let (_, sentence) = packs::problem_codes().find(|(code, _)| *code == problem.code).expect("every code has a sentence");
    for name in sentence.split('{').skip(1).filter_map(|part| part.split('}').next()) {
        assert!(problem.params.contains_key(name), "{name} is missing: {problem}");
    }
    problem
}

/// An entry of a zip file with everything that it claims of itself.
#[derive(Debug, Clone)]
pub struct Entry {
    pub name: Vec<u8>,
    pub local_name: Vec<u8>,
    pub data: Vec<u8>,
    pub flags: u16,
    pub method: u16,
    pub checksum: u32,
    pub size: u32,
    pub compressed: u32,
    pub mode: u32,
    pub offset: Option<u32>,
}

impl Entry {
    /// An entry that says the truth, stored.
    pub fn new(name: &str, data: &[u8]) -> Self {
        Self {
            name: name.into(),
            local_name: name.into(),
            data: data.to_vec(),
            flags: 1 << 11,
            method: 0,
            checksum: crc32fast::hash(data),
            size: u32::try_from(data.len()).unwrap(),
            compressed: u32::try_from(data.len()).unwrap(),
            mode: 0o100_644,
            offset: None,
        }
    }

    /// An entry that says the truth, deflated.
    pub fn deflated(name: &str, data: &[u8]) -> Self {
        use std::io::Write;
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(data).unwrap();
        let packed = encoder.finish().unwrap();
        Self { method: 8, compressed: u32::try_from(packed.len()).unwrap(), data: packed, ..Self::new(name, data) }
    }
}

/// A zip file of these entries, in this order.
pub fn zip(entries: &[Entry]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut directory = Vec::new();
    for entry in entries {
        let offset = entry.offset.unwrap_or(u32::try_from(bytes.len()).unwrap());
        let header = |name: &[u8]| {
            let mut header = Vec::new();
            header.extend(20u16.to_le_bytes());
            header.extend(entry.flags.to_le_bytes());
            header.extend(entry.method.to_le_bytes());
            header.extend([0; 4]);
            header.extend(entry.checksum.to_le_bytes());
            header.extend(entry.compressed.to_le_bytes());
            header.extend(entry.size.to_le_bytes());
            header.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
            header.extend([0; 2]);
            header
        };
        bytes.extend(b"PK\x03\x04");
        bytes.extend(header(&entry.local_name));
        bytes.extend(&entry.local_name);
        bytes.extend(&entry.data);
        directory.extend(b"PK\x01\x02");
        directory.extend([20, 3]);
        directory.extend(header(&entry.name));
        directory.extend([0; 6]);
        directory.extend((entry.mode << 16).to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend(&entry.name);
    }
    let start = u32::try_from(bytes.len()).unwrap();
    let count = u16::try_from(entries.len()).unwrap();
    bytes.extend(&directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0; 2]);
    bytes
}

/// Every file in a folder, to see whether anything was left behind.
pub fn names_in(folder: &Path) -> Vec<PathBuf> {
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| PathBuf::from(entry.unwrap().file_name())).collect();
    names.sort();
    names
}
