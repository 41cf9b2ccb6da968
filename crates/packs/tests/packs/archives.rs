//! Zip files that were made to deceive.

use crate::fixture::{Entry, Files, assert_refused, read_zip, zip};
use proptest::prelude::*;

fn good_with(entry: Entry) -> Vec<u8> {
    let mut entries = Files::good().to_entries();
    entries.push(entry);
    zip(&entries)
}

#[test]
fn deflated_entries_folders_and_comments_are_read() {
    let files = Files::good();
    let mut entries: Vec<Entry> = files.0.iter().map(|(path, bytes)| Entry::deflated(path, bytes)).collect();
    entries.insert(0, Entry { mode: 0o040_755, ..Entry::new("lessons/", b"") });
    let mut bytes = zip(&entries);
    let length = bytes.len();
    bytes[length - 2..].copy_from_slice(&7u16.to_le_bytes());
    bytes.extend(b"comment");
    assert_eq!(read_zip(&bytes).unwrap(), files.read().unwrap());
}

#[test]
fn sizes_may_stand_behind_the_data() {
    let files = Files::good();
    let mut bytes = zip(&files.to_entries());
    let flag = 1u16 << 3 | 1 << 11;
    let entries: Vec<Entry> = files.to_entries().into_iter().map(|entry| Entry { flags: flag, ..entry }).collect();
    let with_flag = zip(&entries);
    assert_eq!(with_flag.len(), bytes.len());
    bytes = with_flag;
    assert_eq!(read_zip(&bytes).unwrap(), files.read().unwrap());
}

#[test]
fn paths_that_leave_the_pack_are_refused() {
    let long = format!("lessons/{}", "a".repeat(200));
    for path in [
        "../evil.py",
        "lessons/../../evil.py",
        "/etc/passwd",
        "lessons\\evil.py",
        "C:evil.py",
        "C:/evil.py",
        "//host/share",
        "lessons//evil",
        "lessons/./evil",
        "lessons/nul",
        "lessons/COM7.txt",
        "lessons/aux.py",
        "lessons/evil.",
        "lessons/evil ",
        "lessons/e\u{7}vil",
        "lessons/e\nvil",
        "lessons/a:b",
        "a/b/c/d/e/f/g/h/i",
        "",
        long.as_str(),
    ] {
        let problem = assert_refused(read_zip(&good_with(Entry::new(path, b"x"))), path, "bad_path");
        assert!(!problem.to_string().contains(char::is_control), "{path:?} reaches a terminal as it is");
    }
    assert_refused(read_zip(&good_with(Entry::new("../lessons/", b""))), "../lessons/", "bad_path");
    let not_text = Entry { name: b"lessons/\xff".to_vec(), local_name: b"lessons/\xff".to_vec(), ..Entry::new("x", b"x") };
    assert_refused(read_zip(&good_with(not_text)), "lessons/\u{fffd}", "bad_path");
}

#[test]
fn names_that_are_one_name_somewhere_are_refused() {
    assert_refused(read_zip(&good_with(Entry::new("pack.json", b"{}"))), "pack.json", "duplicate_path");
    assert_refused(read_zip(&good_with(Entry::new("PACK.json", b"{}"))), "PACK.json", "case_conflict");
    let path = "Lessons/01-begin/lesson.md";
    assert_refused(read_zip(&good_with(Entry::new(path, b"x"))), path, "case_conflict");
    let path = "lessons/01-begin/lesson.md/x";
    assert_refused(read_zip(&good_with(Entry::new(path, b"x"))), path, "path_conflict");
    let path = "lessons/01-begin/exercises";
    assert_refused(read_zip(&good_with(Entry::new(path, b"x"))), path, "path_conflict");
}

#[test]
fn entries_that_are_no_plain_files_are_refused() {
    let path = "lessons/01-begin/link";
    assert_refused(read_zip(&good_with(Entry { mode: 0o120_777, ..Entry::new(path, b"/etc/passwd") })), path, "symlink");
    assert_refused(read_zip(&good_with(Entry { mode: 0o010_644, ..Entry::new(path, b"") })), path, "not_a_file");
    assert_refused(read_zip(&good_with(Entry::new("lessons/x/", b"content"))), "lessons/x/", "not_a_file");
    for flags in [1, 1 | 1 << 6, 1 << 13] {
        assert_refused(read_zip(&good_with(Entry { flags, ..Entry::new(path, b"x") })), path, "encrypted");
    }
    for method in [1, 9, 12, 14, 93, 99] {
        assert_refused(read_zip(&good_with(Entry { method, ..Entry::new(path, b"x") })), path, "unsupported_archive");
    }
}

#[test]
fn bombs_are_stopped_before_they_grow() {
    let path = "lessons/01-begin/bomb";
    let zeros = vec![0; 5 * 1024 * 1024];
    // It says how large it is: not inflated at all.
    assert_refused(read_zip(&good_with(Entry::deflated(path, &zeros))), path, "file_too_large");
    // It lies: inflated one byte further than it says.
    let lie = Entry { size: 100, ..Entry::deflated(path, &zeros) };
    assert_refused(read_zip(&good_with(lie)), path, "bad_checksum");
    // Many that are small enough one by one.
    let part = vec![0; 4 * 1024 * 1024];
    let mut entries = Files::good().to_entries();
    entries.extend((0..17).map(|number| Entry::deflated(&format!("lessons/01-begin/bomb{number}"), &part)));
    assert_refused(read_zip(&zip(&entries)), "", "pack_too_large");
    // Many that share their data.
    let mut entries = vec![Entry::deflated("lessons/a", &part)];
    entries.extend((0..10).map(|number| Entry {
        offset: Some(0),
        data: Vec::new(),
        local_name: b"lessons/a".to_vec(),
        ..Entry::deflated(if number == 0 { "lessons/a" } else { "lessons/b" }, &part)
    }));
    let problems = read_zip(&zip(&entries)).unwrap_err();
    assert_eq!(problems.as_slice()[0].code, "bad_archive");
}

#[test]
fn too_many_files_are_refused() {
    let entries: Vec<Entry> = (0..5_001).map(|number| Entry::new(&format!("lessons/{number}"), b"")).collect();
    assert_refused(read_zip(&zip(&entries)), "", "too_many_files");
    let entries: Vec<Entry> = (0..10_001).map(|number| Entry::new(&format!("lessons/{number}/"), b"")).collect();
    assert_refused(read_zip(&zip(&entries)), "", "too_many_files");
}

#[test]
fn an_archive_that_says_two_things_is_refused() {
    let path = "lessons/01-begin/lesson.txt";
    let other_name = Entry { local_name: b"lessons/01-begin/lesson.exe".to_vec(), ..Entry::new(path, b"x") };
    assert_refused(read_zip(&good_with(other_name)), path, "bad_archive");
    assert_refused(read_zip(&good_with(Entry { offset: Some(0), ..Entry::new(path, b"x") })), path, "bad_archive");
    assert_refused(read_zip(&good_with(Entry { offset: Some(u32::MAX - 1), ..Entry::new(path, b"x") })), path, "bad_archive");
    assert_refused(read_zip(&good_with(Entry { compressed: 1_000_000, ..Entry::new(path, b"x") })), path, "bad_archive");
    assert_refused(read_zip(&good_with(Entry { checksum: 7, ..Entry::new(path, b"x") })), path, "bad_checksum");
    assert_refused(read_zip(&good_with(Entry { size: 2, ..Entry::new(path, b"x") })), path, "bad_checksum");
    assert_refused(read_zip(&good_with(Entry { method: 8, ..Entry::new(path, b"\xff\xff") })), path, "bad_checksum");
    assert_refused(read_zip(&good_with(Entry { size: u32::MAX, ..Entry::new(path, b"x") })), path, "unsupported_archive");
    // More behind the deflated data than was deflated.
    let mut padded = Entry::deflated(path, b"x");
    padded.data.extend(b"hidden");
    padded.compressed += 6;
    assert_refused(read_zip(&good_with(padded)), path, "bad_checksum");
}

#[test]
fn a_cut_or_patched_archive_is_refused() {
    let bytes = zip(&Files::good().to_entries());
    for length in [0, 1, 3, 4, 21, 22, 100, bytes.len() - 23, bytes.len() - 1] {
        let problems = read_zip(&bytes[..length]).unwrap_err();
        assert!(["not_a_pack", "bad_archive"].contains(&problems.as_slice()[0].code), "{length}: {problems}");
    }
    let mut more = bytes.clone();
    more.push(0);
    assert_refused(read_zip(&more), "", "bad_archive");
    let mut disks = bytes.clone();
    let length = disks.len();
    disks[length - 18] = 1;
    assert_refused(read_zip(&disks), "", "unsupported_archive");
    let mut zip64 = bytes;
    zip64[length - 6..length - 2].copy_from_slice(&[0xff; 4]);
    assert_refused(read_zip(&zip64), "", "unsupported_archive");
}

#[test]
fn a_zip_of_the_folder_instead_of_its_content_is_named() {
    let entries: Vec<Entry> = Files::good().0.iter().map(|(path, bytes)| Entry::new(&format!("small/{path}"), bytes)).collect();
    let problem = assert_refused(read_zip(&zip(&entries)), "", "pack_in_folder");
    assert_eq!(problem.params["folder"], "small");
}

#[test]
fn what_operating_systems_leave_behind_is_passed_over() {
    let mut entries = Files::good().to_entries();
    entries.push(Entry::new("__MACOSX/lessons/._lesson.md", b"\0\xff"));
    entries.push(Entry::new("lessons/.DS_Store", b"\0\xff"));
    assert_eq!(read_zip(&zip(&entries)).unwrap(), Files::good().read().unwrap());
}

proptest! {
    /// Whatever a name is, it ends in a refusal, unless the format has a place for it. Names are built from the parts that tricks are made of.
    #[test]
    fn no_name_gets_where_the_format_has_no_place(parts in prop::collection::vec(prop_oneof![
        Just("..".to_owned()), Just(".".to_owned()), Just("".to_owned()), Just("lessons".to_owned()), Just("01-begin".to_owned()), Just("exercises".to_owned()),
        Just("double".to_owned()), Just("files".to_owned()), Just("C:".to_owned()), Just("nul".to_owned()), Just("%2e%2e".to_owned()), Just("..\\".to_owned()),
        "\\PC{0,12}", "[a-zA-Z. ]{0,6}",
    ], 1..9), separator in prop_oneof![Just("/"), Just("\\"), Just("//")]) {
        let name = parts.join(separator);
        prop_assume!(name.len() < 60_000);
        let result = read_zip(&good_with(Entry::new(&name, b"")));
        let hidden = name.split('/').any(|part| part.starts_with('.') && part != "." && part != "..");
        match result {
            // An entry of a folder, a data file, or something that is passed over.
            Ok(pack) => {
                prop_assert!(name.ends_with('/') || hidden || name.starts_with("lessons/01-begin/exercises/double/files/"), "{name:?} was taken");
                prop_assert!(pack.course.exercises().flat_map(|(_, exercise)| &exercise.data_files).all(|file| domain::exercise::safe_path(&file.path)));
            }
            Err(problems) => prop_assert!(!problems.as_slice().is_empty()),
        }
    }

    /// A good archive with some bytes changed is refused, or what was changed means nothing (a date, a comment).
    #[test]
    fn a_spoilt_archive_is_refused_or_says_the_same(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let good = Files::good();
        let mut bytes = zip(&good.0.iter().map(|(path, bytes)| Entry::deflated(path, bytes)).collect::<Vec<_>>());
        for (index, byte) in changes {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        if let Ok(pack) = read_zip(&bytes) {
            prop_assert_eq!(pack.digest, good.read().unwrap().digest);
        }
    }
}
