//! Small things about words.

/// The name of a type as a beginner knows it.
pub(super) fn kind(type_name: &str) -> String {
    match type_name {
        "int" => "a whole number".to_owned(),
        "float" => "a number with a point".to_owned(),
        "str" => "text".to_owned(),
        "bool" => "True or False".to_owned(),
        "NoneType" => "None".to_owned(),
        "list" => "a list".to_owned(),
        "tuple" => "a tuple".to_owned(),
        "dict" => "a dictionary".to_owned(),
        "set" => "a set".to_owned(),
        "function" | "builtin_function_or_method" | "method" | "type" => "a function".to_owned(),
        "module" => "a module".to_owned(),
        other => format!("a value of type {other}"),
    }
}

/// A value or a piece of code in a sentence, cut so that the sentence stays short.
pub(super) fn code(text: &str) -> String {
    exactly(text.trim())
}

/// A printed text in a sentence, with its blanks.
pub(super) fn exactly(text: &str) -> String {
    const LONGEST: usize = 60;
    let cut: String = if text.chars().count() > LONGEST { text.chars().take(LONGEST).chain("...".chars()).collect() } else { text.to_owned() };
    format!("`{}`", cut.replace('\n', "\\n"))
}

/// The known name that is closest to a misspelt one, if one is close: at most a third of its letters changed, or only its capitals.
pub(super) fn closest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (name.chars().count() / 3).clamp(1, 3);
    known
        .into_iter()
        .filter(|other| *other != name && !other.starts_with("__") && other.chars().count() >= 2)
        .map(|other| if other.eq_ignore_ascii_case(name) { (0, other) } else { (distance(name, other), other) })
        .filter(|(distance, other)| *distance <= allowed && *distance < other.chars().count())
        .min_by_key(|(distance, other)| (*distance, *other))
        .map(|(_, other)| other)
}

/// Letters to change, add, take away or swap with their neighbour to make one word of the other.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let mut best = (rows[i - 1][j] + 1).min(row[j - 1] + 1).min(rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]));
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

/// `1 time`, `2 times`.
pub(super) fn count(number: u64, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

/// The text between the first two of a character.
pub(super) fn between(text: &str, quote: char) -> Option<&str> {
    text.split(quote).nth(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_names_are_found() {
        assert_eq!(closest("pritn", ["print", "input"]), Some("print"));
        assert_eq!(closest("Print", ["print"]), Some("print"));
        assert_eq!(closest("totla", ["total", "x"]), Some("total"));
        assert_eq!(closest("apple", ["banana", "total"]), None);
        assert_eq!(closest("x", ["y", "xs"]), Some("xs"));
    }
}
