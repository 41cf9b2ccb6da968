//! Which step of a call made its result wrong, as far as the call's own steps and the expected value tell. Nothing else is compared with: a solution is not there, and where
//! only the solution could tell, the steps are shown without saying which is the wrong one.

use super::{
    Facts,
    result::called_function,
    source::Source,
    template::{Code, showable},
    trouble::Finding,
};
use crate::worker::Watched;
use domain::value::{Value, same};
use serde_json::{Value as Json, json};

/// The most rows of the table of steps.
const MAX_ROWS: usize = 12;

/// Explanations that say no more than that two values differ, and may give way to the steps.
const GENERAL: [&str; 2] = ["number_differs", "result_differs"];

/// Those that say how two values differ: they give way only to the very step.
const HOW: [&str; 10] = [
    "off_by_one",
    "sign_differs",
    "text_differs",
    "text_end_extra",
    "item_differs",
    "item_extra",
    "list_length",
    "truth_differs",
    "order_differs",
    "key_value_differs",
];

/// Whether the steps can say more than an explanation of this code.
pub(crate) fn may_replace(code: &str) -> bool {
    GENERAL.contains(&code) || HOW.contains(&code)
}

/// The steps of a call as a table: line, name, value. The first and the last of them, where there are many.
pub(super) fn table(watched: &Watched) -> Json {
    let count = watched.steps.len();
    let kept = |place: usize| count <= MAX_ROWS || place < MAX_ROWS / 2 || place >= count - MAX_ROWS / 2;
    let rows = watched.steps.iter().enumerate().filter(|(place, _)| kept(*place));
    rows.map(|(_, (line, name, value))| json!([line, showable(name), showable(value)])).collect()
}

/// The step that explains a wrong result better than what is said under `code`.
pub(super) fn explain(facts: &Facts<'_>, code: &str, watched: &Watched, source: &Source<'_>) -> Option<Finding> {
    let difference = facts.differences.first().filter(|difference| difference.what == "result")?;
    let function = called_function(facts, source)?;
    let expected = Value::parse(&difference.expected).ok()?;
    let place = source.statement_at(watched.returned).filter(|place| source.block(function.statement).contains(place))?;
    let [word, name] = source.tokens_in(place) else { return None };
    (word.is("return") && name.is_name()).then_some(())?;
    let steps: Vec<(u32, &str, Value)> = watched
        .steps
        .iter()
        .filter(|(_, known, _)| known == name.text)
        .map(|(line, _, text)| Value::parse(text).ok().map(|value| (*line, text.as_str(), value)))
        .collect::<Option<_>>()?;
    let (last_line, last_text, last) = steps.last()?;
    // What was seen must be what was given back.
    same(last, &Value::parse(&difference.actual).ok()?, None).then_some(())?;
    let finding = astray(&steps, &expected)
        .or_else(|| {
            // It was right once, and did not stay so.
            let right = steps.iter().rposition(|(_, _, value)| same(value, &expected, None))?;
            let (line, text, _) = steps.get(right + 1)?;
            Some(Finding::new(Code::StepPassed).with("value", text).at(*line))
        })
        .or_else(|| {
            let general = GENERAL.contains(&code) && steps.len() > 1;
            general.then(|| Finding::new(Code::StepsTaken).with("values", &in_a_row(&steps, last_text)).at(*last_line))
        })?;
    Some(finding.with("name", name.text).with("expected", &difference.expected).with("actual", &difference.actual))
}

/// Where a list or a text is built from nothing, by adding at its end only: the first step after which it is no beginning of what is expected.
fn astray(steps: &[(u32, &str, Value)], expected: &Value) -> Option<Finding> {
    let (_, _, first) = steps.first()?;
    let empty = matches!(first, Value::List(items) if items.is_empty()) || matches!(first, Value::Str(text) if text.is_empty());
    let grows = steps.windows(2).all(|pair| begins(&pair[1].2, &pair[0].2));
    (empty && grows).then_some(())?;
    let place = steps.iter().position(|(_, _, value)| !begins(expected, value))?;
    let (_, before, _) = steps.get(place.checked_sub(1)?)?;
    let (line, text, _) = &steps[place];
    Some(Finding::new(Code::StepAstray).with("before", before).with("value", text).at(*line))
}

/// Whether a value begins with another.
fn begins(whole: &Value, start: &Value) -> bool {
    match (whole, start) {
        (Value::Str(whole), Value::Str(start)) => whole.starts_with(start.as_str()),
        (Value::List(whole), Value::List(start)) => start.len() <= whole.len() && start.iter().zip(whole).all(|(a, b)| same(a, b, None)),
        _ => false,
    }
}

/// The values one after the other; of many the first three and the last.
fn in_a_row(steps: &[(u32, &str, Value)], last: &str) -> String {
    let texts: Vec<&str> = steps.iter().map(|(_, text, _)| *text).collect();
    if texts.len() <= 6 { texts.join(", ") } else { format!("{}, …, {last}", texts[..3].join(", ")) }
}
