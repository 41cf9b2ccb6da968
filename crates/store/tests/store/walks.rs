//! Long walks: thousands of random valid operations, and after each one every number equals its recount.
//!
//! A walk follows from its seed. One that fails is made as short as it can be and printed; its seed then belongs into `walks.seeds`, which is walked first.

use crate::{
    invariants,
    support::{TestWorld, add_user, folder_in_memory, small_course, try_submit},
};
use domain::{
    account::Role,
    error::ErrorClass,
    id::{ExerciseId, LessonId, PostId, ReviewId, SubmissionId, TopicId, UserId},
    judge::Verdict,
    world::World,
};
use std::panic::{AssertUnwindSafe, catch_unwind};
use store::{
    Actor, Store, course, enrollment, erasure,
    fill::SeededWorld,
    flag::{self, FlagReason},
    lesson,
    post::{self, PostState},
    review,
    topic::{self, NewTopic},
};
use wire::Digest;

/// An operation: which one, and what it is about, each taken modulo what there is.
type Step = [u8; 4];

const LESSONS: usize = 5;

struct Walk {
    store: Store,
    raw: rusqlite::Connection,
    people: Vec<UserId>,
    lessons: Vec<LessonId>,
    exercises: Vec<ExerciseId>,
    topics: Vec<TopicId>,
    posts: Vec<PostId>,
    /// Somebody who was erased, and whose posts stay; these are the only ones that can be taken away.
    erased: UserId,
    reviews: Vec<ReviewId>,
    version: u32,
    _folder: tempfile::TempDir,
}

impl Walk {
    fn new() -> Self {
        let folder = folder_in_memory();
        let store = Store::open(folder.path(), TestWorld::new()).unwrap();
        let people: Vec<UserId> = ["Ada", "Ben", "Cleo"].map(|name| add_user(&store, name, Role::Learner).id).to_vec();
        let erased = add_user(&store, "Dan", Role::Learner).id;
        erasure::erase_now(&store, people[0], erased, true).unwrap();
        let course = small_course(1, LESSONS, 2);
        course::import(&store, Actor::Person(people[0]), &course, &Digest::of(b"1")).unwrap();
        let lessons = course.lessons.iter().map(|lesson| lesson.id).collect();
        let exercises = course.lessons.iter().flat_map(|lesson| lesson.exercises.iter().map(|exercise| exercise.id)).collect();
        let raw = rusqlite::Connection::open(folder.path().join("studio.db")).unwrap();
        Self {
            store,
            raw,
            people,
            erased,
            lessons,
            exercises,
            topics: Vec::new(),
            posts: Vec::new(),
            reviews: Vec::new(),
            version: 1,
            _folder: folder,
        }
    }

    /// Does it; what a person would be told is no fault, anything else is.
    fn step(&mut self, [what, who, which, how]: Step) -> store::Result<()> {
        let store = &self.store;
        let (user, at) = (self.people[usize::from(who) % self.people.len()], usize::from(which));
        let course = small_course(1, LESSONS, 2).id;
        let (lesson, exercise) = (self.lessons[at % self.lessons.len()], self.exercises[at % self.exercises.len()]);
        let post = (!self.posts.is_empty()).then(|| self.posts[at % self.posts.len()]);
        let topic = |index: u8| (!self.topics.is_empty()).then(|| self.topics[usize::from(index) % self.topics.len()]);
        match (what % 20, post, topic(how)) {
            (0..=2, ..) => {
                let verdict = [Verdict::Passed, Verdict::Failed, Verdict::Timeout][usize::from(how) % 3];
                try_submit(store, SubmissionId::generate(store.world()), user, exercise, verdict).map(drop)
            }
            (3, ..) => lesson::complete(store, user, lesson).map(drop),
            (4, ..) => lesson::reopen(store, user, lesson).map(drop),
            (5, ..) => enrollment::add(store, user, course).map(drop),
            (6, ..) => enrollment::leave(store, user, course).map(drop),
            (7, ..) => {
                // Lessons that go, come back, and change places.
                self.version += 1;
                let mut next = small_course(self.version, LESSONS, 1 + usize::from(how) % 2);
                next.lessons
                    .retain(|lesson| self.lessons.iter().position(|id| *id == lesson.id).is_some_and(|place| place == 0 || which >> place & 1 == 1));
                let by = at % next.lessons.len();
                next.lessons.rotate_left(by);
                course::import(store, Actor::Person(user), &next, &Digest::of(&[which, how])).map(drop)
            }
            (8, ..) => {
                let new = NewTopic { course, lesson: None, kind: "help", title: "How?", content: "How does this work?" };
                topic::add(store, user, &new).map(|id| self.topics.push(id))
            }
            (9 | 10, post, Some(topic)) => post::add(store, user, topic, "Like this.", post.filter(|_| how % 4 == 0)).map(|id| self.posts.push(id)),
            (11, Some(post), _) => post::remove(store, user, post).map(drop),
            (12, Some(post), _) => post::restore(store, user, post).map(drop),
            (13, Some(post), Some(topic)) => post::move_to(store, user, post, topic),
            (14, Some(post), _) => {
                let state = [PostState::Approved, PostState::Hidden, PostState::Pending, PostState::Approved][usize::from(how) % 4];
                post::set_state(store, user, post, state)
            }
            (15, _, Some(topic)) if how % 6 == 0 => {
                let post = PostId::generate(store.world());
                self.posts.push(post);
                let sql = format!(
                    "INSERT INTO posts (id, topic_id, user_id, content, created_at, updated_at)
                     VALUES ('{post}', '{topic}', '{}', 'From before.', '2026-12-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z')",
                    self.erased
                );
                self.raw.execute_batch(&sql).map_err(Into::into)
            }
            (15, Some(post), _) if how % 3 == 0 => {
                // What erasure may do: of somebody who was erased, and of nobody else.
                let sql = format!(
                    "BEGIN IMMEDIATE; INSERT INTO write_context (id, role) VALUES (1, 'erasure');
                     DELETE FROM posts WHERE id = '{post}' AND user_id = '{}' AND NOT EXISTS (SELECT 1 FROM review_queue WHERE post_id = '{post}')
                        AND NOT EXISTS (SELECT 1 FROM flags WHERE post_id = '{post}') AND NOT EXISTS (SELECT 1 FROM post_likes WHERE post_id = '{post}')
                        AND NOT EXISTS (SELECT 1 FROM posts AS other WHERE other.quoted_post_id = '{post}');
                     DELETE FROM write_context; COMMIT",
                    self.erased
                );
                self.raw.execute_batch(&sql).map_err(Into::into)
            }
            (15, Some(post), _) => {
                let reason = [FlagReason::Spam, FlagReason::Other, FlagReason::OffTopic, FlagReason::Duplicate][usize::from(how) % 4];
                flag::add(store, user, post, reason, "").map(drop)
            }
            (16, Some(post), _) => post::like(store, user, post, how % 3 > 0).map(drop),
            (17, ..) => review::set(store, user, course, 1 + how % 5, "", "").map(|id| self.reviews.push(id)),
            (18, ..) if how % 2 == 0 => review::remove(store, user, course).map(drop),
            (18 | 19, ..) if !self.reviews.is_empty() => review::vote(store, user, self.reviews[at % self.reviews.len()], how % 3 > 0).map(drop),
            (_, Some(post), _) => post::edit(store, user, post, 1, &format!("Otherwise {how}.")),
            _ => Ok(()),
        }
    }
}

fn steps(seed: u64, length: usize) -> Vec<Step> {
    let world = SeededWorld::new(seed);
    let mut bytes = vec![0; length * 4];
    world.fill_random(&mut bytes);
    bytes.chunks(4).map(|step| step.try_into().unwrap()).collect()
}

/// Walks; what was wrong after which step.
fn walk(steps: &[Step]) -> Result<(), String> {
    let walked = catch_unwind(AssertUnwindSafe(|| {
        let mut walk = Walk::new();
        for (number, step) in steps.iter().enumerate() {
            match walk.step(*step) {
                Err(error) if ![ErrorClass::Conflict, ErrorClass::NotFound].contains(&error.class()) => {
                    return Err(format!("step {number} {step:?}: {error}"));
                }
                _ => {}
            }
            if let Some(what) = invariants::broken(&walk.raw) {
                return Err(format!("step {number} {step:?}: {what}"));
            }
        }
        invariants::check(&walk.raw);
        Ok(())
    }));
    walked.unwrap_or_else(|_| Err("panicked".into()))
}

/// Leaves out whatever can be left out: halves first, then single steps.
fn shortest(mut steps: Vec<Step>, fails: impl Fn(&[Step]) -> bool) -> Vec<Step> {
    let mut size = steps.len() / 2;
    while size > 0 {
        let mut at = 0;
        while at < steps.len() {
            let mut shorter = steps.clone();
            shorter.drain(at..(at + size).min(shorter.len()));
            if fails(&shorter) {
                steps = shorter;
            } else {
                at += size;
            }
        }
        size /= 2;
    }
    steps
}

fn walk_from(seed: u64, length: usize) {
    let steps = steps(seed, length);
    if let Err(what) = walk(&steps) {
        let short = shortest(steps, |steps| walk(steps).is_err());
        panic!("seed {seed}: {what}; the shortest walk that fails: {short:?}: {:?}\nput the seed into walks.seeds", walk(&short));
    }
}

#[test]
fn every_number_equals_its_recount_after_every_step() {
    for seed in include_str!("walks.seeds").lines().filter(|line| !line.starts_with('#')) {
        walk_from(seed.parse().unwrap(), 1000);
    }
    let mut random = [0; 8];
    getrandom::fill(&mut random).unwrap();
    for round in 0..2 {
        walk_from(u64::from_le_bytes(random).wrapping_add(round), 1000);
    }
}

#[test]
fn a_walk_that_goes_wrong_is_made_short() {
    // As if the fault needed a topic, and then a vote.
    let fails = |steps: &[Step]| steps.iter().position(|step| step[0] == 8).is_some_and(|at| steps[at..].iter().any(|step| step[0] == 19));
    let found = shortest(steps(1, 2000), fails);
    assert_eq!(found.iter().map(|step| step[0]).collect::<Vec<_>>(), [8, 19]);
    // And a counter that is wrong is seen.
    let mut walk = Walk::new();
    walk.step([5, 0, 0, 0]).unwrap();
    walk.raw.execute_batch("UPDATE courses SET total_enrollments = 7").unwrap();
    assert_eq!(invariants::broken(&walk.raw), Some("course counters"));
}
