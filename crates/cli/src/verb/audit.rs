//! `studio audit`.

use crate::{acting::Desk, arguments::AuditVerb, output::table};
use api::{
    ApiError,
    audit::{AuditFinding, AuditLine, AuditRequest, AuditVerdict},
    status::Nothing,
};
use serde_json::Value;

/// Does what was asked.
pub fn run(desk: &Desk<'_>, verb: AuditVerb) -> Result<(), ApiError> {
    match verb {
        AuditVerb::List { actor, whose, table, since, before, limit, acting } => {
            desk.sign_in(&acting)?;
            let lines = api::audit::list(&desk.context(), AuditRequest { actor, whose, table, since, before, limit })?;
            desk.output.show(&lines, || if lines.is_empty() { "Nothing of that kind stands in the trail.".into() } else { listed(&lines) });
        }
        AuditVerb::Verify { acting } => {
            desk.sign_in(&acting)?;
            let verdict = api::audit::verify(&desk.context(), Nothing {})?;
            desk.output.show(&verdict, || told(&verdict));
        }
    }
    Ok(())
}

fn listed(lines: &[AuditLine]) -> String {
    let mut rows = vec![["line", "when", "who", "what", "table", "row", "change"].map(String::from).to_vec()];
    rows.extend(lines.iter().map(|line| {
        let who = line.actor.as_ref().or(line.actor_id.as_ref()).map_or_else(|| "nobody".to_owned(), Clone::clone);
        let role = match (line.sealed, line.role.as_str()) {
            (false, _) => " (from outside)",
            (true, "sync") => " (sync)",
            (true, "erasure") => " (erasure)",
            (true, _) => "",
        };
        vec![line.id.to_string(), line.at.clone(), format!("{who}{role}"), line.action.clone(), line.table.clone(), line.row_id.clone(), change(line)]
    }));
    table(&rows)
}

// name: before -> after, for each value of the line.
fn change(line: &AuditLine) -> String {
    let empty = serde_json::Map::new();
    let object = |value: &Option<Value>| value.as_ref().and_then(Value::as_object).cloned().unwrap_or_else(|| empty.clone());
    let (before, after) = (object(&line.before), object(&line.after));
    let text = |value: Option<&Value>| match value {
        None | Some(Value::Null) => "none".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let mut changes: Vec<String> = Vec::new();
    for name in before.keys().chain(after.keys().filter(|name| !before.contains_key(*name))) {
        let (was, is) = (text(before.get(name)), text(after.get(name)));
        changes.push(match (line.before.is_some(), line.after.is_some()) {
            (true, true) => format!("{name}: {was} -> {is}"),
            (true, false) => format!("{name}: {was}"),
            _ => format!("{name}: {is}"),
        });
    }
    changes.join(", ")
}

fn told(verdict: &AuditVerdict) -> String {
    if verdict.ok {
        return format!("All {} lines stand as they were written.", verdict.rows);
    }
    let mut text = Vec::new();
    if verdict.locked {
        text.push("The keys are not here, so the seals could not be checked; only gaps can be found.".to_owned());
    }
    text.extend(verdict.findings.iter().map(sentence));
    if verdict.outside_count > 0 {
        text.push(format!("Written from outside, with another program: {} of {} lines.", verdict.outside_count, verdict.rows));
        text.push(listed(&verdict.outside).trim_end().to_owned());
    }
    text.join("\n")
}

fn sentence(finding: &AuditFinding) -> String {
    let of = match (&finding.table, &finding.row_id) {
        (Some(table), Some(row)) => format!(" ({table} {row})"),
        _ => String::new(),
    };
    let what = match finding.kind.as_str() {
        "edited" => "was changed after it was written, or never written by this program",
        "seal_edited" => "has another seal than it was given",
        "removed" => "is gone",
        "seal_removed" => "has lost its seal",
        "cut_off" => "and what came after it is gone, or this is an older file that was put back by hand",
        "unsealed" => "was written from outside",
        "inserted" => "was put in later",
        "reordered" => "stood at another place",
        "unproven" => "was written while the keys were not here, so nothing proves by whom",
        "text_changed" => "speaks of a text that was changed since, and no line says by whom",
        "head_missing" => {
            "is the last, as far as can be told: the file audit-head beside the keys is gone or was changed, so a missing end would not show"
        }
        other => other,
    };
    format!("Line {}{of} {what}.", finding.id)
}
