//! Killed in the middle: all of it or nothing, and nothing that was said to be kept is missing.

use crate::{
    races::{check_everything, rate, reply},
    support::{Fixture, TestWorld, add_user, new_user, small_course, start_job, submit},
};
use domain::{account::Role, judge::Verdict};
use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    time::Duration,
};
use store::{
    Actor, Store, course, enrollment,
    flag::{self, FlagReason},
    lesson, post, review, submission,
    topic::{self, NewTopic},
    user,
};
use wire::Digest;

/// What this program does as another process. Does nothing when it is run as a test.
#[test]
fn child() {
    let Ok(job) = std::env::var("STORE_TEST_JOB") else { return };
    let folder = std::env::var("STORE_TEST_FOLDER").unwrap();
    let arguments = std::env::var("STORE_TEST_ARGUMENTS").unwrap();
    let arguments: Vec<&str> = arguments.split(' ').collect();
    let store = Store::open(Path::new(&folder), TestWorld::new()).unwrap();
    let number: usize = arguments[0].parse().unwrap();
    match job.as_str() {
        "submit" => {
            for _ in 0..arguments[3].parse().unwrap() {
                submit(&store, arguments[1].parse().unwrap(), arguments[2].parse().unwrap(), Verdict::Failed);
            }
        }
        "person" => {
            add_user(&store, &format!("Person {number}"), Role::Learner);
        }
        "enroll" => {
            for _ in 0..arguments[3].parse().unwrap() {
                enrollment::add(&store, arguments[1].parse().unwrap(), arguments[2].parse().unwrap()).unwrap();
                // Another process may have left first.
                let _ = enrollment::leave(&store, arguments[1].parse().unwrap(), arguments[2].parse().unwrap());
            }
        }
        "user" => {
            let own: usize = arguments[1].parse().unwrap();
            for index in (0..own).cycle().take(arguments[2].parse().unwrap()) {
                let same = user::create(&store, Actor::Nobody, &new_user(&format!("Same process {index}"), Role::Learner, None));
                assert!(same.as_ref().map_or_else(|error| error.reason() == "username_taken", |_| true), "{same:?}");
            }
            for index in 0..own {
                add_user(&store, &format!("Process {number} {index}"), Role::Learner);
            }
        }
        "reply" => {
            let topics = [arguments[2].parse().unwrap(), arguments[3].parse().unwrap()];
            reply(&store, arguments[1].parse().unwrap(), topics, arguments[4].parse().unwrap(), number);
        }
        "rate" => {
            let person = |number: usize| arguments[3 + number % 8].parse().unwrap();
            rate(&store, person(number), person(number + 1), arguments[1].parse().unwrap(), arguments[2].parse().unwrap());
        }
        "lesson" => {
            lesson::complete(&store, arguments[1].parse().unwrap(), arguments[2 + number % 4].parse().unwrap()).unwrap();
        }
        // Works until it is killed, and says what was kept as soon as it was kept.
        "work" => {
            let mut out = std::io::stdout().lock();
            for round in 0.. {
                let learner = arguments[1].parse().unwrap();
                let exercise = arguments[2 + round % 2].parse().unwrap();
                let added = submit(&store, learner, exercise, if round % 3 == 0 { Verdict::Passed } else { Verdict::Failed });
                writeln!(out, "kept {}", added.id).unwrap();
                let course = added.enrollment.course;
                review::set(&store, learner, course, 1 + (round % 5) as u8, "", "").unwrap();
                let new = NewTopic { course, lesson: None, kind: "help", title: "Killed", content: "Was it me, or what was it?" };
                let topic = topic::add(&store, learner, &new).unwrap();
                let post = post::add(&store, learner, topic, "It was you.", None).unwrap();
                writeln!(out, "post {post}").unwrap();
                // The third flag hides what the first two put into the queue.
                flag::add(&store, learner, post, FlagReason::Spam, "").unwrap();
                post::edit(&store, learner, post, 1, "It was not.").unwrap();
                if round % 3 == 2 {
                    course::import(
                        &store,
                        Actor::Person(learner),
                        &small_course(round as u32, 2 + (number + round) % 4, 2),
                        &Digest::of(&[round as u8]),
                    )
                    .unwrap();
                    enrollment::leave(&store, learner, course).unwrap();
                }
                if round % 5 == 4 {
                    lesson::reopen(&store, learner, arguments[4].parse().unwrap()).unwrap();
                    let name = format!("Killed {number} {round}");
                    let person = add_user(&store, &name, Role::Learner);
                    writeln!(out, "user {}", person.id).unwrap();
                }
            }
        }
        "erase" => {
            println!("begun");
            store::erasure::erase_now(&store, arguments[1].parse().unwrap(), arguments[2].parse().unwrap(), false).unwrap();
        }
        other => panic!("{other} is not a job"),
    }
}

#[test]
fn a_writer_that_is_killed_leaves_whole_changes_only() {
    // In memory: what a killed process has written stays, on a disk and here, so the kills are the same and there is time for more of them. Power cuts are
    // another test's.
    std::thread::scope(|scope| {
        for part in 0..2 {
            // A new file now and then: a small one is checked sooner.
            scope.spawn(move || (0..5).for_each(|file| kill_again_and_again(part * 5 + file)));
        }
    });
}

/// How many times with each of the ten files.
const KILLS: usize = 50;

fn kill_again_and_again(part: usize) {
    let fixture = Fixture::in_memory();
    let mut said = 0;
    let mut random = [0u8; KILLS];
    getrandom::fill(&mut random).unwrap();
    for (round, byte) in random.into_iter().enumerate() {
        let arguments = [
            (part * KILLS + round).to_string(),
            fixture.learner.to_string(),
            fixture.exercise(0, 0).to_string(),
            fixture.exercise(0, 1).to_string(),
            fixture.lesson(0).to_string(),
        ];
        let mut process = start_job("work", fixture.folder.path(), &arguments);
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
        // Wait until it works, then a random while.
        let mut kept: Vec<String> = lines.by_ref().find(|line| line.contains("kept")).into_iter().collect();
        std::thread::sleep(Duration::from_micros(u64::from(byte) * 150));
        process.kill().unwrap();
        process.wait().unwrap();
        kept.extend(lines);
        // A line that was cut off says nothing.
        let whole = |prefix: &str| {
            let prefix = format!("{prefix} ");
            kept.iter().filter_map(|line| line.split_once(&prefix)).map(|(_, id)| id.to_owned()).filter(|id| id.len() == 36).collect::<Vec<_>>()
        };
        for id in whole("kept") {
            said += 1;
            submission::show(&fixture.store, id.parse().unwrap()).unwrap();
        }
        for id in whole("post") {
            assert_eq!(fixture.number(&format!("SELECT count(*) FROM posts WHERE id = '{id}'")), 1, "a post that was kept is gone");
        }
        for id in whole("user") {
            assert!(user::find(&fixture.store, id.parse().unwrap()).unwrap().name.known().is_some(), "a person without a key");
        }
        check_everything(&fixture);
    }
    assert!(said >= KILLS);
    println!("{KILLS} kills, {said} submissions were said to be kept, {} are there", fixture.number("SELECT count(*) FROM submissions"));
    // Opening after such an end, alone.
    let Fixture { folder, world, store, .. } = fixture;
    drop(store);
    Store::open(folder.path(), world).unwrap();
}

#[test]
fn a_first_opening_that_is_killed_can_be_done_again() {
    for delay in [0, 5, 10, 15, 20, 30, 40, 60] {
        let folder = tempfile::TempDir::new().unwrap();
        let mut process = start_job("submit", folder.path(), &["0".into(), "x".into(), "x".into(), "0".into()]);
        std::thread::sleep(Duration::from_millis(delay));
        process.kill().unwrap();
        process.wait().unwrap();
        let store = Store::open(folder.path(), TestWorld::new()).unwrap();
        add_user(&store, "Ada", Role::Learner);
    }
}
