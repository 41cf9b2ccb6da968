//! What a power cut leaves: the file and its log as they stood at one instant, or the log cut off anywhere behind what was synced last. Each opens with a
//! prefix of the history, whole.
//!
//! The process is stopped while both files are copied, so they are of one instant. A reader that began before the work keeps checkpoints from moving later
//! pages into the file; so the log may be cut at any byte from there on, as if nothing behind it had reached the disk.

use crate::{
    invariants,
    support::{Fixture, start_job},
};
use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::Command,
    time::Duration,
};

/// Operations in the order in which they were made: the history.
fn history(folder: &Path) -> Vec<String> {
    let raw = rusqlite::Connection::open(folder.join("studio.db")).unwrap();
    invariants::check(&raw);
    let mut statement = raw.prepare("SELECT op_id FROM outbox ORDER BY position").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

fn signal(name: &str, process: u32) {
    assert!(Command::new("kill").args([name, &process.to_string()]).status().unwrap().success());
}

#[test]
fn a_file_cut_off_at_any_instant_opens_with_a_prefix_of_the_history() {
    let fixture = Fixture::in_memory();
    fixture.submit(fixture.exercise(0, 0), domain::judge::Verdict::Failed);
    let reader = fixture.raw();
    reader.execute_batch("BEGIN; SELECT count(*) FROM outbox").unwrap();
    let log = fixture.folder.path().join("studio.db-wal");
    let synced = fs::metadata(&log).unwrap().len();
    let arguments = [
        "0".to_owned(),
        fixture.learner.to_string(),
        fixture.exercise(0, 0).to_string(),
        fixture.exercise(0, 1).to_string(),
        fixture.lesson(0).to_string(),
    ];
    let mut process = start_job("work", fixture.folder.path(), &arguments);
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
    lines.by_ref().find(|line| line.contains("kept")).unwrap();
    // What it goes on saying must be taken from it, or it would wait.
    let listener = std::thread::spawn(move || lines.count());
    let mut random = [0u8; 96];
    getrandom::fill(&mut random).unwrap();
    let mut copies = Vec::new();
    for chunk in random.chunks(8) {
        std::thread::sleep(Duration::from_micros(u64::from(chunk[0]) * 400));
        signal("-STOP", process.id());
        let copy = || {
            let folder = crate::support::folder_in_memory();
            for name in ["studio.db", "studio.db-wal"] {
                fs::copy(fixture.folder.path().join(name), folder.path().join(name)).unwrap();
            }
            folder
        };
        copies.push(copy());
        let length = fs::metadata(&log).unwrap().len();
        for place in chunk[1..].chunks(2).filter(|place| place.len() == 2) {
            let cut = copy();
            let at = synced + (length - synced) * u64::from(u16::from_le_bytes([place[0], place[1]])) / 65_536;
            fs::OpenOptions::new().write(true).open(cut.path().join("studio.db-wal")).unwrap().set_len(at).unwrap();
            copies.push(cut);
        }
        signal("-CONT", process.id());
    }
    process.kill().unwrap();
    process.wait().unwrap();
    listener.join().unwrap();
    reader.execute_batch("ROLLBACK").unwrap();
    let whole = history(fixture.folder.path());
    let mut lengths = Vec::new();
    for copy in &copies {
        let part = history(copy.path());
        assert!(!part.is_empty() && whole.starts_with(&part), "{} of {} operations, and not the first ones", part.len(), whole.len());
        lengths.push(part.len());
    }
    lengths.sort_unstable();
    lengths.dedup();
    println!("{} copies, {} different histories, of {} operations", copies.len(), lengths.len(), whole.len());
    assert!(lengths.len() > 5, "the cuts all fell on one place");
}
