//! Numbers that are derived from what was done.

/// Whole per cent of the lessons that are done, rounded down: 100 means all of them (FEATURES section 1). A course without lessons is at 0.
pub fn percentage(done: u32, all: u32) -> u32 {
    score(done.into(), all.into())
}

/// The score of an attempt: whole per cent of the weight that passed, rounded down (FEATURES section 2).
pub fn score(passed_weight: u64, all_weight: u64) -> u32 {
    let share = (passed_weight.min(all_weight) * 100).checked_div(all_weight);
    share.unwrap_or(0) as u32
}

/// How well a concept is known, from the exercises that practise it. In words, because a bar alone says nothing to a beginner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Mastery {
    /// Nothing tried.
    NotYet,
    /// Something tried or passed, less than half passed.
    Started,
    /// At least half passed.
    Nearly,
    /// All passed.
    Sure,
}

/// The mastery of a concept with `all` exercises of which `tried` were tried and `passed` were passed.
pub fn mastery(passed: u32, tried: u32, all: u32) -> Mastery {
    match (passed, tried) {
        (passed, _) if all > 0 && passed >= all => Mastery::Sure,
        (passed, _) if all > 0 && passed * 2 >= all => Mastery::Nearly,
        (0, 0) => Mastery::NotYet,
        _ => Mastery::Started,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hundred_means_all() {
        assert_eq!(percentage(0, 0), 0);
        assert_eq!(percentage(199, 200), 99);
        assert_eq!(percentage(200, 200), 100);
        assert_eq!(percentage(5, 3), 100);
        assert_eq!(score(u64::from(u32::MAX), u64::from(u32::MAX)), 100);
    }

    #[test]
    fn mastery_is_said_in_words() {
        assert_eq!(mastery(0, 0, 4), Mastery::NotYet);
        assert_eq!(mastery(0, 1, 4), Mastery::Started);
        assert_eq!(mastery(2, 2, 4), Mastery::Nearly);
        assert_eq!(mastery(4, 4, 4), Mastery::Sure);
        assert_eq!(mastery(0, 0, 0), Mastery::NotYet);
    }
}
