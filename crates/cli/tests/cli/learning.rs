//! What a learner types, one thing after the other.

use crate::studio::{COURSE, Studio};

/// What is said after a success is what to type next: a lesson that nobody has called read, and after it an exercise.
#[test]
fn after_a_success_the_next_step_can_be_typed() {
    let studio = Studio::new();
    let file = studio.folder.path().join("main.py");
    std::fs::write(&file, "print('Good morning!')\nprint('My name is Python.')\n").unwrap();
    let (exercise, solution) = (format!("{COURSE}/good-morning"), file.to_str().unwrap());

    // Who tests may be named, as for everything else; who is not there is nobody.
    assert_eq!(studio.json(&["test", &exercise, solution, "--user", "Ada"])["verdict"], "passed");
    assert_eq!(studio.refused(&["test", &exercise, solution, "--user", "Nobody"]), "not_found.user");

    let enrolled = String::from_utf8(studio.run(&["enroll", COURSE]).stdout).unwrap();
    assert!(enrolled.contains("\nNext: the lesson ") && enrolled.contains("studio lesson show "), "{enrolled}");

    let mut steps = Vec::new();
    for _ in 0..2 {
        let output = studio.run(&["submit", &exercise, solution]);
        let said = String::from_utf8(output.stdout).unwrap();
        let step = said.lines().find_map(|line| line.strip_prefix("Next: ")).unwrap_or_else(|| panic!("no next step: {said}")).to_owned();
        // Everything it says to type is typed.
        for command in step.split("studio ").skip(1) {
            let words: Vec<&str> = command.split([',', ' ']).take(3).collect();
            studio.json(&words);
        }
        steps.push(step);
    }
    assert!(steps[0].starts_with("the lesson ") && steps[0].contains("studio lesson complete"), "{steps:?}");
    assert_ne!(steps[0], steps[1], "what is done is not the next step again");
}
