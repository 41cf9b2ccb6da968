//! `studio doctor`.

use crate::acting::Desk;
use api::{
    ApiError,
    health::{CheckView, FindingView, LongRequest},
};
use serde_json::Value;

/// Looks, and with `repair` puts right.
pub fn run(desk: &Desk<'_>, repair: bool) -> Result<(), ApiError> {
    let look = if repair { api::health::repair } else { api::health::check };
    let report = look(&desk.context(), LongRequest::default())?;
    desk.output.show(&report, || text(&report, repair));
    Ok(())
}

fn text(report: &CheckView, repair: bool) -> String {
    if report.findings.is_empty() {
        return format!("Everything is as it must be. Looked at in {} ms.", report.duration_ms);
    }
    let mut lines: Vec<String> = report.findings.iter().map(sentence).collect();
    if let Some(backup) = &report.backup {
        lines.push(format!("Before that, a backup was made: {backup}"));
    }
    let mended = report.findings.iter().filter(|finding| finding.repaired).count();
    lines.push(match (report.ok, repair) {
        (true, _) => format!("{mended} repaired. Everything is as it must be now."),
        (false, true) => format!("{mended} repaired, {} left: what must stand there nobody can know. {}", report.differences, advice(report)),
        (false, false) => format!("{} found, nothing was changed. Put right what can be: studio doctor --repair", report.differences),
    });
    lines.join("\n")
}

fn advice(report: &CheckView) -> &'static str {
    let left = |check: &str| report.findings.iter().any(|finding| !finding.repaired && finding.check == check);
    if left("locked") {
        "Put keys.json and master.key back in the data folder."
    } else {
        "A backup may have it: studio backup list, then studio backup restore"
    }
}

/// What is wrong with a line of the audit trail.
fn trail_sentence(kind: &str, line: &str) -> String {
    let what = match kind {
        "edited" => "was changed after it was written",
        "seal_edited" => "has another seal than was written",
        "removed" => "is gone",
        "seal_removed" => "has lost its seal",
        "cut_off" => "is gone, with all that came after it",
        "inserted" => "was put between two others",
        "reordered" => "stood at another place",
        "text_changed" => "speaks of a text that was changed since without a word",
        _ => "is not as it was written, or the numbers around it do not follow",
    };
    if line.is_empty() { format!("The audit trail: a line {what}.") } else { format!("Line {line} of the audit trail {what}.") }
}

/// One difference in plain words.
fn sentence(finding: &FindingView) -> String {
    let FindingView { table, field, .. } = finding;
    let row = if finding.row.is_empty() { String::new() } else { format!(" of {}", finding.row) };
    let what = match (finding.check.as_str(), &finding.stored, &finding.actual) {
        (_, stored, _) if field == "not_checked" => format!("{table} could not be looked at: {}.", plain(stored)),
        ("integrity", stored, _) => format!("{table}: {}.", plain(stored)),
        ("schema", Value::Null, _) => format!("{field} is missing: a rule or an index of the file that the app put there."),
        ("schema", _, Value::Null) => format!("{field} is not the app's: somebody else put it into the file."),
        ("schema", stored @ Value::Number(_), actual) => format!("{field} is {}, and must be {}.", plain(stored), plain(actual)),
        ("schema", ..) => format!("{field} is not what the app made it: somebody changed it."),
        ("foreign_keys", stored, _) => format!("{table}.{field}{row} names {}, which is not there.", plain(stored)),
        ("encryption", ..) => format!("{table}.{field}{row} does not open with its key: it was damaged, or moved there from another row."),
        ("locked", ..) => format!("{table}.{field}{row} is locked: its key is not here. Nothing of it is damaged."),
        ("audit", stored, _) if table == "write_context" => format!(
            "Somebody is said to act as {} while nobody does: another program left that there. What it writes would count as theirs.",
            plain(stored)
        ),
        ("audit", ..) if field == "head_missing" => {
            "audit-head is gone or cannot be read, so a cut end of the audit trail would not show. --repair begins it anew, and says so on the trail."
                .into()
        }
        ("audit", ..) => trail_sentence(field, &finding.row),
        ("orphans", stored, Value::Null) => format!("{table}.{field}{row} is {}, which is not there or does not belong there.", plain(stored)),
        (_, Value::Null, actual) => format!("{table}.{field}{row} is missing, and must be {}.", plain(actual)),
        (_, stored, Value::Null) => format!("{table}.{field}{row} is {}, and must not be there.", plain(stored)),
        (_, stored, actual) => format!("{table}.{field}{row} is {}; counted anew it is {}.", plain(stored), plain(actual)),
    };
    if finding.repaired { format!("Repaired: {what}") } else { what }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
