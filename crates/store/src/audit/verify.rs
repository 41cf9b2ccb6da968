//! Reading the whole trail again, from the first line to the last, and naming what is not as this program wrote it.

use super::{
    Head, Line,
    chain::{self, Content, Link, Seal},
    head, text,
};
use crate::{Result, Store, privacy::Key, query};
use rusqlite::{Connection, Row};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// How many findings and outside lines are given in full. More are only counted.
const MOST: usize = 1000;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Whether every line is proven to stand as this program wrote it.
    pub ok: bool,
    /// Lines.
    pub rows: u64,
    /// Lines with a seal.
    pub sealed: u64,
    /// The key is not here, so no seal could be checked: only gaps can be found. Then it is not `ok`, whatever was found.
    pub locked: bool,
    /// Lines without a seal, oldest first, at most 1000: somebody wrote to the file with another program.
    pub outside: Vec<Line>,
    /// How many there are.
    pub outside_count: u64,
    /// The first line that is not right.
    pub first_bad: Option<Bad>,
    /// All of them that were told apart, at most 1000, in order. Only the first is certain: what follows a broken link may be called broken because of it.
    pub findings: Vec<Bad>,
}

/// A line that is not right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bad {
    /// Its number. For what is gone: the first number that is missing.
    pub id: i64,
    /// What is wrong with it.
    pub kind: BadKind,
    /// The table that it speaks of, if it is there.
    pub table: Option<String>,
    /// The row.
    pub row: Option<String>,
}

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadKind {
    /// Its content, its digests or its seal are not what was written.
    Edited,
    /// Only its seal is not what was written.
    SealEdited,
    /// It is gone, from the middle.
    Removed,
    /// Its seal is gone.
    SealRemoved,
    /// The end of the trail is gone, from here on.
    CutOff,
    /// It has no seal: written from outside.
    Unsealed,
    /// It was put between two others.
    Inserted,
    /// It stood at another place.
    Reordered,
    /// It was written while the key was not here, so nothing proves by whom.
    Unproven,
    /// The text that it speaks of is not the one that was written, and no later line says why.
    TextChanged,
    /// The word of how far the trail had come is gone, so a missing end would not show.
    HeadMissing,
}

impl BadKind {
    /// Its name for other programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Edited => "edited",
            Self::SealEdited => "seal_edited",
            Self::Removed => "removed",
            Self::SealRemoved => "seal_removed",
            Self::CutOff => "cut_off",
            Self::Unsealed => "unsealed",
            Self::Inserted => "inserted",
            Self::Reordered => "reordered",
            Self::Unproven => "unproven",
            Self::TextChanged => "text_changed",
            Self::HeadMissing => "head_missing",
        }
    }
}

/// Reads the whole trail and compares it with its seals, with the word of how far it had come, and with the texts that it speaks of. Lines are read one by
/// one: what is kept in memory are the findings and 24 bytes for each text that was changed since.
pub fn verify(store: &Store) -> Result<Report> {
    let key = store.keys().audit();
    // Before the file is looked at: what is committed meanwhile must not count as missing.
    let head = key.as_ref().and_then(|key| store.trail().stored(key));
    store.read(|connection| check(connection, key.as_ref(), head))
}

/// The same for any connection. The head must have been read before the connection's transaction began to look at the file.
pub(crate) fn check(connection: &Connection, key: Option<&Key>, head: Option<Head>) -> Result<Report> {
    let mut walk = Walk::new(connection, key);
    {
        let mut statement = connection.prepare_cached(concat!(include_str!("select.sql"), include_str!("in_order.sql")))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            walk.line(row)?;
        }
    }
    walk.end(head)
}

/// A sealed line whose seal does not fit.
struct Doubt {
    id: i64,
    /// Its place in the findings.
    finding: Option<usize>,
    content: Content,
    previous: Seal,
}

/// How many lines that do not fit are kept to look for where they belong.
const DOUBTS: usize = 16;

struct Walk<'a> {
    connection: &'a Connection,
    key: Option<&'a Key>,
    report: Report,
    /// The number of the line that was read last.
    id: i64,
    /// The seal that was read last, right or not.
    last: Link,
    /// The seal that the last sealed line should have, where it does not fit.
    wanted: Option<Seal>,
    /// Lines without a seal since then, with the seal they would have had, if nothing but their seals is gone.
    unsealed: Option<Unsealed>,
    /// Lines are missing just before, with their seals, so there is nothing to compare the next one with.
    after_gap: bool,
    /// By how much all numbers from here on were changed.
    shift: i64,
    doubts: Vec<Doubt>,
    /// Texts that are not as a line says, and the line: a later line may explain it.
    changed: HashMap<u128, i64>,
}

struct Unsealed {
    finding: Option<usize>,
    seal: Seal,
}

impl<'a> Walk<'a> {
    fn new(connection: &'a Connection, key: Option<&'a Key>) -> Self {
        let report = Report {
            ok: false,
            rows: 0,
            sealed: 0,
            locked: key.is_none(),
            outside: Vec::new(),
            outside_count: 0,
            first_bad: None,
            findings: Vec::new(),
        };
        Self {
            connection,
            key,
            report,
            id: 0,
            last: Link::default(),
            wanted: None,
            unsealed: None,
            after_gap: false,
            shift: 0,
            doubts: Vec::new(),
            changed: HashMap::new(),
        }
    }

    fn line(&mut self, row: &Row<'_>) -> Result<()> {
        let id: i64 = row.get(0)?;
        if id != self.id + 1 {
            self.gap(id)?;
        }
        self.id = id;
        self.report.rows += 1;
        let seal = chain::seal_at(row)?;
        if let Some(seal) = seal {
            self.report.sealed += 1;
            let goes_on_from = match self.key {
                Some(key) => self.sealed(key, row, id, seal)?,
                None => seal,
            };
            self.last = Link { id, seal: goes_on_from };
            self.unsealed = None;
            self.after_gap = false;
        } else {
            self.outside(row, id)?;
        }
        if let Some(key) = self.key {
            self.texts(key, row, id)?;
        }
        Ok(())
    }

    fn gap(&mut self, next: i64) -> Result<()> {
        self.find(self.id + 1, BadKind::Removed, None);
        // Where only the lines are gone, their seals still hold the chain together.
        let before = query::one(self.connection, include_str!("seal_before.sql"), [next], chain::link)?.unwrap_or_default();
        if before.id > self.id {
            self.last = before;
            self.wanted = None;
        }
        self.after_gap = true;
        self.unsealed = None;
        Ok(())
    }

    fn outside(&mut self, row: &Row<'_>, id: i64) -> Result<()> {
        self.report.outside_count += 1;
        let finding = self.find(id, BadKind::Unsealed, Some(row));
        if self.report.outside.len() < MOST {
            self.report.outside.push(super::read(row)?);
        }
        if let Some(key) = self.key {
            let before = self.unsealed.as_ref().map_or(self.last.seal, |unsealed| unsealed.seal);
            let seal = Content::read(row)?.seal(key, &before, id);
            self.unsealed = Some(Unsealed { finding: self.unsealed.take().map_or(finding, |first| first.finding), seal });
        }
        Ok(())
    }

    // Gives the seal that the next line goes on from.
    fn sealed(&mut self, key: &Key, row: &Row<'_>, id: i64, seal: Seal) -> Result<Seal> {
        let content = Content::read(row)?;
        let label = id - self.shift;
        let fits = |previous: &Seal, label: i64| content.seal(key, previous, label) == seal;
        let wanted = self.wanted.take();
        if fits(&self.last.seal, label) {
            return Ok(seal);
        }
        if content.unkeyed(&self.last.seal, label) == seal {
            self.find(id, BadKind::Unproven, Some(row));
            return Ok(seal);
        }
        if self.after_gap {
            return Ok(seal);
        }
        // The seal before is the one that is wrong.
        if let Some(wanted) = wanted {
            if fits(&wanted, label) {
                self.name_last_doubt(BadKind::SealEdited);
                return Ok(seal);
            }
            if let Some(doubt) = self.doubts.last()
                && fits(&doubt.previous, label - 1)
            {
                // This line stood where the one before it stands now. Either both changed places, or that one was put between.
                let doubts_seal = self.last.seal;
                let changed_places = doubt.content.seal(key, &seal, label) == doubts_seal;
                self.name_last_doubt(if changed_places { BadKind::Reordered } else { BadKind::Inserted });
                if changed_places {
                    self.find(id, BadKind::Reordered, Some(row));
                    return Ok(doubts_seal);
                }
                self.shift += 1;
                return Ok(seal);
            }
            // This line stood one place further on: one is gone, and the numbers were changed to hide it.
            if fits(&self.last.seal, label + 1) {
                self.shift -= 1;
                self.name_last_doubt(BadKind::Removed);
                return Ok(seal);
            }
        }
        if let Some(unsealed) = &self.unsealed
            && fits(&unsealed.seal, label)
        {
            let finding = unsealed.finding;
            self.name(finding, BadKind::SealRemoved);
            return Ok(seal);
        }
        // The content of an earlier line that does not fit belongs here, or this one belongs there.
        let belongs = self.doubts.iter().position(|doubt| {
            let with_our_digests = doubt.content.with_digests_of(&content);
            doubt.content.seal(key, &self.last.seal, label) == seal
                || with_our_digests.seal(key, &self.last.seal, label) == seal
                || fits(&doubt.previous, doubt.id)
        });
        let kind = if belongs.is_some() { BadKind::Reordered } else { BadKind::Edited };
        if let Some(index) = belongs {
            let finding = self.doubts[index].finding;
            self.name(finding, BadKind::Reordered);
        }
        let finding = self.find(id, kind, Some(row));
        self.wanted = Some(content.seal(key, &self.last.seal, label));
        if self.doubts.len() == DOUBTS {
            self.doubts.remove(0);
        }
        self.doubts.push(Doubt { id, finding, content, previous: self.last.seal });
        Ok(seal)
    }

    fn texts(&mut self, key: &Key, row: &Row<'_>, id: i64) -> Result<()> {
        let [action, table, text_row] = [4, 5, 6].map(|index| text_at(row, index));
        let (Some(action), Some(table), Some(text_row)) = (action?, table?, text_row?) else { return Ok(()) };
        // Of a row that is gone nothing more is to be compared.
        if action == "delete" {
            if let Some((table, columns)) = text::TEXTS.iter().find(|(name, _)| *name == table) {
                for column in *columns {
                    self.changed.remove(&name_of(table, text_row, column));
                }
            }
            return Ok(());
        }
        let Some(spoken) = text::spoken_of(table, text_at(row, 8)?) else { return Ok(()) };
        let digests: serde_json::Map<String, serde_json::Value> =
            text_at(row, 9)?.and_then(|digests| serde_json::from_str(digests).ok()).unwrap_or_default();
        let present = text::present(self.connection, key, &spoken, text_row)?;
        for (index, column) in spoken.columns.iter().enumerate() {
            let Some(value) = spoken.after.get(*column) else { continue };
            let now = present.as_ref().map(|present| present[index].as_deref());
            let same = match (digests.get(*column), value) {
                (Some(digest), _) => now == Some(digest.as_str()),
                (None, serde_json::Value::Null) => now == Some(None),
                // A later line of the same transaction has the digest; or the line was written from outside, and is shown as that.
                (None, _) => true,
            };
            let name = name_of(spoken.table, text_row, column);
            if same {
                self.changed.remove(&name);
            } else {
                self.changed.insert(name, id);
            }
        }
        Ok(())
    }

    fn end(mut self, head: Option<Head>) -> Result<Report> {
        if let Some(first) =
            self.connection.prepare_cached(include_str!("seal_after.sql"))?.query_row([self.id], |row| row.get::<_, Option<i64>>(0))?
        {
            let missing = if first == self.id + 1 { first } else { self.id + 1 };
            self.find(missing, BadKind::Removed, None);
        }
        if let Some(key) = self.key {
            self.compare_with_head(key, head)?;
        }
        let mut changed: Vec<i64> = self.changed.values().copied().collect();
        changed.sort_unstable();
        changed.dedup();
        changed.truncate(MOST);
        for id in changed {
            let sql = concat!(include_str!("select.sql"), include_str!("by_id.sql"));
            if let Some(line) = query::one(self.connection, sql, [id], super::read)? {
                self.report.findings.push(Bad { id, kind: BadKind::TextChanged, table: Some(line.table), row: Some(line.row) });
            }
        }
        let mut report = self.report;
        report.findings.sort_by_key(|bad| bad.id);
        report.first_bad = report.findings.first().cloned();
        report.ok = report.findings.is_empty() && !report.locked;
        Ok(report)
    }

    fn compare_with_head(&mut self, key: &Key, head: Option<Head>) -> Result<()> {
        let Some(head) = head else {
            self.find(self.id.max(1), BadKind::HeadMissing, None);
            return Ok(());
        };
        if head::holds(self.connection, head)? {
            return Ok(());
        }
        let told = self.shift != 0 || self.report.findings.iter().any(|bad| bad.id == head.id && bad.kind != BadKind::Unproven);
        if head.id > self.id {
            if !head::was_left(self.connection, key, head)? {
                self.find(self.id + 1, BadKind::CutOff, None);
            }
        } else if let Some(unsealed) = self.unsealed.as_ref().filter(|unsealed| unsealed.seal == head.seal && self.id == head.id) {
            let finding = unsealed.finding;
            self.name(finding, BadKind::SealRemoved);
        } else if self.wanted == Some(head.seal) && self.last.id == head.id {
            // It knows the seal that the last line had.
            self.name_last_doubt(BadKind::SealEdited);
        } else if !told && !head::was_left(self.connection, key, head)? {
            self.find(head.id, BadKind::CutOff, None);
        }
        Ok(())
    }

    fn find(&mut self, id: i64, kind: BadKind, row: Option<&Row<'_>>) -> Option<usize> {
        if self.report.findings.len() == MOST {
            return None;
        }
        let text = |index| row.and_then(|row| row.get(index).ok());
        self.report.findings.push(Bad { id, kind, table: text(5), row: text(6) });
        Some(self.report.findings.len() - 1)
    }

    fn name(&mut self, finding: Option<usize>, kind: BadKind) {
        if let Some(bad) = finding.and_then(|index| self.report.findings.get_mut(index)) {
            bad.kind = kind;
        }
    }

    fn name_last_doubt(&mut self, kind: BadKind) {
        let finding = self.doubts.last().and_then(|doubt| doubt.finding);
        self.name(finding, kind);
    }
}

fn text_at<'r>(row: &'r Row<'_>, index: usize) -> rusqlite::Result<Option<&'r str>> {
    Ok(row.get_ref(index)?.as_str_or_null()?)
}

// Shortened to what keeps texts apart, because there may be many.
fn name_of(table: &str, row: &str, column: &str) -> u128 {
    let hash = Sha256::digest(format!("{table}|{row}|{column}"));
    u128::from_le_bytes(std::array::from_fn(|index| hash[index]))
}
