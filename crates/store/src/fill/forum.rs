//! Reviews, topics, posts, flags, the review queue.

use super::{Part, Plan, SeededWorld, catalogue::Filled, part, people::Person, world::minute};
use crate::{Result, Store};
use rusqlite::params;

const BEGIN: u64 = 60_000;
const POSTS: usize = 5;

pub fn fill(store: &Store, plan: &Plan, world: &SeededWorld, people: &[Person], courses: &[Filled], attempts: &[String]) -> Result<()> {
    part(store, world, |part| {
        reviews(part, people, courses)?;
        for (attempt, number) in attempts.iter().zip(0u64..) {
            let at = minute(BEGIN + number);
            part.act(&people[1].text, "person", &at)?;
            part.put(include_str!("comment.sql"), params![world.id(), attempt, people[1].text, at])?;
        }
        Ok(())
    })?;
    let mut posts = Vec::new();
    for (number, course) in courses.iter().enumerate() {
        part(store, world, |part| {
            (0..plan.topics).try_for_each(|topic| self::topic(part, people, course, number * plan.topics + topic, &mut posts))
        })?;
    }
    part(store, world, |part| queue(part, plan, people, &posts))
}

fn reviews(part: &Part<'_>, people: &[Person], courses: &[Filled]) -> Result<()> {
    for (number, person) in people.iter().enumerate() {
        let at = minute(BEGIN + number as u64 % 5000);
        part.act(&person.text, "person", &at)?;
        let review = part.world.id();
        let rating = 1 + part.world.below(5);
        part.put(include_str!("review.sql"), params![review, courses[number % courses.len()].text, person.text, rating, at])?;
        if number % 2 == 0 {
            part.put(include_str!("review_vote.sql"), params![review, people[(number + 1) % people.len()].text, at])?;
        }
    }
    Ok(())
}

fn topic(part: &Part<'_>, people: &[Person], course: &Filled, number: usize, posts: &mut Vec<(String, String)>) -> Result<()> {
    let world = part.world;
    let at = |index: usize| minute(BEGIN + number as u64 * 7 % 40_000 + index as u64 * 60);
    let who = |index: usize| people[(number + index) % people.len()].text.as_str();
    let (topic, begun) = (world.id(), at(0));
    part.act(who(0), "person", &begun)?;
    let lesson = (number % 3 == 1).then(|| &course.lessons[number % course.lessons.len()]);
    let exercise = (number % 3 == 2).then(|| course.exercises[number % course.exercises.len()].0.to_string());
    let kind = ["question", "help", "discussion", "project"][number % 4];
    let (slug, title) = (format!("topic-{number}"), format!("Topic {number}"));
    part.put(include_str!("topic.sql"), params![topic, course.text, lesson, exercise, who(0), kind, slug, title, number.is_multiple_of(20), begun])?;
    part.put(include_str!("subscription.sql"), params![who(0), topic, begun])?;
    let mut first: Option<String> = None;
    for index in 1..=POSTS {
        let (post, at) = (world.id(), at(index));
        part.act(who(index), "person", &at)?;
        let state = ["approved", "approved", "approved", "pending", "hidden"][index - 1];
        let quoted = first.as_ref().filter(|_| index == 2);
        part.put(include_str!("post.sql"), params![post, topic, who(index), quoted, "Try it in the playground first.", state, at])?;
        part.act(who(index + 1), "person", &at)?;
        part.put(include_str!("post_like.sql"), params![post, who(index + 1), at])?;
        first.get_or_insert_with(|| post.clone());
        posts.push((post, who(index).to_owned()));
    }
    part.act(who(0), "person", &at(6))?;
    part.put(include_str!("post_accept.sql"), params![topic, first])?;
    if number.is_multiple_of(3) {
        part.put(include_str!("topic_edit.sql"), params![topic, at(6)])?;
        part.put(include_str!("post_edit.sql"), params![first, at(6)])?;
    }
    if number < 20 {
        part.put(include_str!("flag.sql"), params![world.id(), who(3), topic, None::<String>, "off_topic", at(6)])?;
        part.put(include_str!("flag.sql"), params![world.id(), who(3), None::<String>, first, "duplicate", at(6)])?;
    }
    Ok(())
}

fn queue(part: &Part<'_>, plan: &Plan, people: &[Person], posts: &[(String, String)]) -> Result<()> {
    let world = part.world;
    let moderator = &people[1].text;
    // So many that are open, and as many again, up to 20, that were decided.
    let decided = plan.queue.min(20);
    for number in 0..plan.queue + decided {
        let (post, author) = &posts[number % posts.len()];
        // A post may stand in the queue once for each kind.
        let kind = ["new_post", "flagged_post", "edited_post", "report", "spam"][number / posts.len() % 5];
        let (item, at) = (world.id(), minute(BEGIN + number as u64 * 13 % 30_000));
        part.act(author, "person", &at)?;
        let (status, decided_at) = match number {
            number if number < decided => ("approved", Some(minute(BEGIN + 50_000))),
            number if number % 9 == 0 => ("escalated", None),
            number if number % 9 == 1 => ("needs_info", None),
            _ => ("pending", None),
        };
        part.put(include_str!("queue_item.sql"), params![item, kind, post, author, status, [1, 2, 3, 4][number % 4], at, decided_at])?;
        if number.is_multiple_of(3) {
            part.put(include_str!("queue_vote.sql"), params![item, people[number % people.len()].text, at])?;
        }
        if number < decided {
            part.act(moderator, "person", &minute(BEGIN + 50_000))?;
            let decision = world.id();
            part.put(include_str!("decision.sql"), params![decision, item, post, "approve", moderator, None::<String>, minute(BEGIN + 50_000)])?;
            if number == 0 {
                part.put(include_str!("decision.sql"), params![world.id(), item, post, "undo", moderator, decision, minute(BEGIN + 50_001)])?;
            }
        }
    }
    Ok(())
}
