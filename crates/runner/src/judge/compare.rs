//! Comparing texts.

use domain::exercise::TextComparison;

/// Whether a printed text is what it must be.
pub(super) fn same_text(expected: &str, actual: &str, how: TextComparison) -> bool {
    match how {
        TextComparison::Exact => expected == actual,
        TextComparison::Lines => lines(expected) == lines(actual),
        TextComparison::Words => expected.split_whitespace().eq(actual.split_whitespace()),
    }
}

/// Lines without blanks at their ends, without blank lines at the end.
fn lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    while lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    lines
}

/// The first line that differs: its number from 1, what it must be, what it is; `None` for a line that is not there.
pub(super) fn first_difference<'a>(expected: &'a str, actual: &'a str) -> Option<(usize, Option<&'a str>, Option<&'a str>)> {
    let (expected, actual) = (lines(expected), lines(actual));
    let length = expected.len().max(actual.len());
    (0..length)
        .find(|place| expected.get(*place) != actual.get(*place))
        .map(|place| (place + 1, expected.get(place).copied(), actual.get(place).copied()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_depends_on_the_way_of_comparing() {
        use TextComparison::*;
        assert!(same_text("a\nb\n", "a  \nb\n\n", Lines));
        assert!(same_text("a\r\nb", "a\nb\n", Lines));
        assert!(!same_text("a\nb", " a\nb", Lines));
        assert!(!same_text("a\n\nb", "a\nb", Lines));
        assert!(!same_text("a", "a\n", Exact));
        assert!(same_text("a b\nc", "a\n  b c ", Words));
        assert!(!same_text("a b", "ab", Words));
    }

    #[test]
    fn the_first_difference_is_found() {
        assert_eq!(first_difference("a\nb\n", "a\nc"), Some((2, Some("b"), Some("c"))));
        assert_eq!(first_difference("a", "a\nb"), Some((2, None, Some("b"))));
        assert_eq!(first_difference("a \n", "a"), None);
    }
}
