//! `docs/database.md`: each table with its purpose, its columns, its rules, and whether its changes are in the audit trail.

use super::{
    live::{Column, Schema, Trigger},
    tables::{TOPICS, Table},
};
use std::fmt::Write;

/// The page as Markdown.
pub fn write(schema: &Schema) -> String {
    let mut page = format!(
        "# The data file\n\n\
        Version {} of `studio.db`, written by `scripts/diagram` from a file that was made just then; a test fails when this page is stale. The migrations in\n\
        `migrations/studio/` are the words that count, and say why.\n\n\
        ![The tables and what they refer to](images/schema.svg)\n\n\
        Column names with `?` may be NULL, **bold** ones are the key, `→` names the table that a column refers to. Rules are triggers: they hold whoever writes, and\n\
        what they refuse with stands in brackets. *Audited* says which changes leave a line in `audit_log` ([ADR 9](adr/0009-audit-trail.md)).\n",
        schema.version
    );
    for (topic, tables) in &TOPICS {
        let _ = write!(page, "\n## {topic}\n");
        for table in *tables {
            if let (Some(columns), Some(triggers)) = (schema.tables.get(table.name), schema.triggers.get(table.name)) {
                section(&mut page, table, columns, triggers);
            }
        }
    }
    page
}

fn section(page: &mut String, table: &Table, columns: &[Column], triggers: &[Trigger]) {
    let _ = write!(page, "\n### {}\n\n{}\n\n", table.name, table.purpose);
    let columns: Vec<String> = columns.iter().map(column).collect();
    let _ = writeln!(page, "- Columns: {}", columns.join(", "));
    let (audits, rules): (Vec<_>, Vec<_>) = triggers.iter().partition(|trigger| trigger.sql.contains("INSERT INTO audit_entry"));
    match table.not_audited {
        None => {
            let prefix = format!("audit_{}_", table.name);
            let events: Vec<&str> = audits.iter().map(|trigger| trigger.name.trim_start_matches(prefix.as_str())).collect();
            let but_for = table.but_for.map_or_else(String::new, |what| format!("; not {what}"));
            let _ = writeln!(page, "- Audited: {}{but_for}", events.join(", "));
        }
        Some(why) => {
            let _ = writeln!(page, "- Not audited: {why}");
        }
    }
    if !rules.is_empty() {
        page.push_str("- Rules:\n");
        for rule in rules {
            let codes = codes(&rule.sql);
            let refuses = if codes.is_empty() { String::new() } else { format!(" ({})", codes.join(", ")) };
            let _ = writeln!(page, "  - `{}`, {}{refuses}", rule.name, event(&rule.sql));
        }
    }
}

fn column(column: &Column) -> String {
    let name = if column.key { format!("**{}**", column.name) } else { format!("{}{}", column.name, if column.nullable { "?" } else { "" }) };
    match &column.refers_to {
        Some(target) => format!("{name} → {target}"),
        None => name,
    }
}

// "before insert", "after update": the two words that say when.
fn event(sql: &str) -> String {
    let words: Vec<&str> = sql.split_whitespace().collect();
    let when = words.windows(2).find(|pair| ["BEFORE", "AFTER"].contains(&pair[0]) && ["INSERT", "UPDATE", "DELETE"].contains(&pair[1]));
    when.map_or_else(String::new, |pair| format!("{} {}", pair[0].to_lowercase(), pair[1].to_lowercase()))
}

// What it refuses with, in the order of its text, each once.
fn codes(sql: &str) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for part in sql.split("RAISE(ABORT, '").skip(1) {
        let code = format!("`{}`", part.split('\'').next().unwrap_or_default());
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}
