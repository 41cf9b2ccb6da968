//! `studio pack`, `studio convert`.

use crate::{
    acting::Desk,
    arguments::{Format, PackVerb},
    output::table,
};
use api::{ApiError, pack::ImportRequest, status::Nothing};
use domain::error::ErrorClass;
use std::path::Path;

/// Does what was asked.
pub fn run(desk: &Desk<'_>, verb: PackVerb) -> Result<(), ApiError> {
    match verb {
        PackVerb::Import { path, dry_run, no_verify } => {
            let request = ImportRequest { path: path.display().to_string(), dry_run, no_verify };
            let report = match api::pack::import_pack(&desk.context(), request.clone()) {
                // It changes a course that people work on: that is the owner's act.
                Err(error) if error.code == "denied.not_signed_in" => {
                    desk.sign_in_as(None)?;
                    api::pack::import_pack(&desk.context(), request)?
                }
                other => other?,
            };
            desk.output.show(&report, || {
                let mut text: String = report.problems.iter().map(|problem| format!("{}\n", problem.text)).collect();
                if report.ok {
                    let (added, changed, removed) = (report.added.len(), report.changed.len(), report.removed.len());
                    let done = if dry_run { "would be" } else { "is" };
                    text.push_str(&format!(
                        "{} {done} here: {added} added, {changed} changed, {removed} removed; {} reference solutions run.\n",
                        report.title.clone().unwrap_or_default(),
                        report.verified
                    ));
                    for slug in &report.practice_only {
                        text.push_str(&format!(
                            "{slug} is practice only: its tests work in the learner's own interpreter alone, so nothing of it is credited.\n"
                        ));
                    }
                }
                text
            });
            if !report.ok {
                // With --json the report is the document; the exit code and the line on standard error say that nothing was taken.
                return Err(ApiError::new(ErrorClass::Invalid, "pack_wrong").with("problems", report.problems.len()));
            }
        }
        PackVerb::List => {
            let packs = api::pack::packs(&desk.context(), Nothing {})?;
            desk.output.show(&packs, || {
                let row = |pack: &api::pack::PackEntry| {
                    vec![pack.course.clone(), format!("version {}", pack.version), pack.license.clone(), pack.imported_at.clone()]
                };
                table(&packs.iter().map(row).collect::<Vec<_>>())
            });
        }
    }
    Ok(())
}

/// `studio convert`.
pub fn convert(desk: &Desk<'_>, format: Format, source: &Path, out: &Path) -> Result<(), ApiError> {
    let report = match format {
        Format::Exercism => api::pack::convert_exercism(&desk.context(), source, out)?,
    };
    desk.output.show(&report, || {
        let skipped: String = report.skipped.iter().map(|skipped| format!("not converted: {}: {}\n", skipped.name, skipped.reason)).collect();
        format!("{skipped}{} exercises converted, {} not. Next: studio pack import {}", report.converted.len(), report.skipped.len(), out.display())
    });
    Ok(())
}
