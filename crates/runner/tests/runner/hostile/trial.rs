//! The programs and what must come of them, read from `programs/*.py`.
//!
//! A file is a group. In it stand programs one after the other, each begun by a line `#: program NAME`, with lines of the same kind saying what must happen:
//!
//! | Line | Meaning |
//! |---|---|
//! | `#: verdict V` | the verdict it must get; `V\|W` where either is right; `verdict-a`, `verdict-b` where the tiers differ |
//! | `#: verdict-c V: REASON` | what it must get in tier C, where that is something else than in tier A, and why. What it prints and tries before its end is not asked for then |
//! | `#: idle-c NAME: REASON` | an attempt that in tier C comes back as if it had been done, and did nothing, as the look around the box shows |
//! | `#: tier a` | only in that tier |
//! | `#: wall MS`, `#: memory MB`, `#: output BYTES`, `#: files BYTES` | its limits, where they are not the suite's |
//! | `#: stdin TEXT` | its input |
//! | `#: prints TEXT` | what its output must contain |
//! | `#: file NAME` | the lines after it are another file of the program |
//! | `#: judged` | it is judged, not run: by data tests and by a test in Python, each of which holds a secret |
//! | `#: open outside` | by the machine's own Python, without a box, at least one of its attempts succeeds: so the box is what holds it |
//! | `#: then` | a second program follows, run when the first has ended |
//! | `#: meanwhile` | a second program follows, run while the first runs |

use domain::{
    exercise::{Limits, SourceFile},
    judge::{Tier, Verdict},
};

/// One program.
#[derive(Debug, Clone)]
pub struct Step {
    pub files: Vec<SourceFile>,
    pub verdict_a: Vec<Verdict>,
    pub verdict_b: Vec<Verdict>,
    /// Only where it is another one than in tier A.
    pub verdict_c: Option<Vec<Verdict>>,
    /// Attempts that come back as if they had been done, and do nothing, in tier C.
    pub idle_c: Vec<String>,
    pub limits: Limits,
    pub stdin: String,
    pub prints: Vec<String>,
    pub judged: bool,
    pub open_outside: bool,
}

/// One program, or two that belong together.
#[derive(Debug, Clone)]
pub struct Trial {
    pub group: &'static str,
    pub name: String,
    pub tier: Option<Tier>,
    pub steps: Vec<Step>,
    pub at_once: bool,
}

impl Step {
    fn new() -> Self {
        // Time enough for what ends by itself on a busy machine; what never ends has less, said beside it.
        let limits = Limits { wall_ms: 30_000, memory_mb: 96, output_bytes: 64 * 1024, file_bytes: 1024 * 1024 };
        Self {
            files: vec![SourceFile { path: "main.py".into(), text: String::new() }],
            verdict_a: Vec::new(),
            verdict_b: Vec::new(),
            verdict_c: None,
            idle_c: Vec::new(),
            limits,
            stdin: String::new(),
            prints: Vec::new(),
            judged: false,
            open_outside: false,
        }
    }

    pub fn verdicts(&self, tier: Tier) -> &[Verdict] {
        match tier {
            Tier::A => &self.verdict_a,
            Tier::B => &self.verdict_b,
            Tier::C => self.verdict_c.as_ref().unwrap_or(&self.verdict_a),
        }
    }

    /// What its output must contain.
    pub fn prints(&self, tier: Tier) -> &[String] {
        if tier == Tier::C && self.verdict_c.is_some() { &[] } else { &self.prints }
    }

    /// How many attempts it makes at least: lines that call `attempt`.
    pub fn attempts(&self, tier: Tier) -> usize {
        if tier == Tier::C && self.verdict_c.is_some() {
            return 0;
        }
        self.files.iter().flat_map(|file| file.text.lines()).filter(|line| line.trim_start().starts_with("attempt(")).count()
    }
}

/// Reads a group.
pub fn read(group: &'static str, text: &str) -> Vec<Trial> {
    let mut trials: Vec<Trial> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let place = || format!("{group}.py, line {}: {line}", index + 1);
        let Some(directive) = line.strip_prefix("#: ") else {
            let file = trials.last_mut().and_then(|trial| trial.steps.last_mut()).and_then(|step| step.files.last_mut());
            match file {
                Some(file) => {
                    file.text.push_str(line);
                    file.text.push('\n');
                }
                // The group's own words, above its first program.
                None => assert!(line.is_empty() || line.starts_with('#'), "{}", place()),
            }
            continue;
        };
        let (word, rest) = directive.split_once(' ').unwrap_or((directive, ""));
        if word == "program" {
            assert!(!trials.iter().any(|trial| trial.name == rest), "twice: {}", place());
            trials.push(Trial { group, name: rest.to_owned(), tier: None, steps: vec![Step::new()], at_once: false });
            continue;
        }
        let trial = trials.last_mut().unwrap_or_else(|| panic!("before the first program: {}", place()));
        match word {
            "tier" => trial.tier = Some(if rest == "a" { Tier::A } else { Tier::B }),
            "then" | "meanwhile" => {
                trial.at_once = word == "meanwhile";
                trial.steps.push(Step::new());
            }
            _ => {
                let step = trial.steps.last_mut().unwrap();
                let number = || rest.parse().unwrap_or_else(|_| panic!("no number: {}", place()));
                let with_reason = || match rest.split_once(": ") {
                    Some((what, reason)) if !reason.is_empty() => what,
                    _ => panic!("no reason: {}", place()),
                };
                let verdicts =
                    |names: &str| names.split('|').map(|name| Verdict::parse(name).unwrap_or_else(|| panic!("no verdict: {}", place()))).collect();
                match word {
                    "verdict" => (step.verdict_a, step.verdict_b) = (verdicts(rest), verdicts(rest)),
                    "verdict-a" => step.verdict_a = verdicts(rest),
                    "verdict-b" => step.verdict_b = verdicts(rest),
                    "verdict-c" => step.verdict_c = Some(verdicts(with_reason())),
                    "idle-c" => step.idle_c.push(with_reason().to_owned()),
                    "wall" => step.limits.wall_ms = number(),
                    "memory" => step.limits.memory_mb = number(),
                    "output" => step.limits.output_bytes = number(),
                    "files" => step.limits.file_bytes = number(),
                    "stdin" => step.stdin = format!("{rest}\n"),
                    "prints" => step.prints.push(rest.to_owned()),
                    "file" => step.files.push(SourceFile { path: rest.to_owned(), text: String::new() }),
                    "judged" => step.judged = true,
                    "open" => step.open_outside = true,
                    _ => panic!("unknown: {}", place()),
                }
            }
        }
    }
    for trial in &trials {
        for step in &trial.steps {
            let wanted = match trial.tier {
                Some(Tier::A) => !step.verdict_a.is_empty(),
                Some(_) => !step.verdict_b.is_empty(),
                None => !step.verdict_a.is_empty() && !step.verdict_b.is_empty(),
            };
            assert!(wanted, "{group} {}: no verdict is said", trial.name);
        }
    }
    trials
}
