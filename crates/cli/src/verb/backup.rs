//! `studio backup`.

use crate::{acting::Desk, arguments::BackupVerb, output::table};
use api::{
    ApiError,
    backup::{BackupRequest, BackupView, RestoreRequest, RestoreView},
    health::{LongRequest, LookedAfter},
    status::Nothing,
};

/// Does what was asked.
pub fn run(desk: &Desk<'_>, verb: BackupVerb) -> Result<(), ApiError> {
    match verb {
        BackupVerb::Create { if_due: true } => {
            let done = api::health::look_after(&desk.context(), LongRequest::default())?;
            desk.output.show(&done, || looked_after(&done));
        }
        BackupVerb::Create { if_due: false } => {
            let backup = api::backup::create(&desk.context(), LongRequest::default())?;
            desk.output.show(&backup, || format!("Backup {} in {}\n{}", backup.id, backup.path, state(&backup)));
        }
        BackupVerb::List => {
            let backups = api::backup::backups(&desk.context(), Nothing {})?;
            desk.output.show(&backups, || {
                if backups.is_empty() {
                    return "No backup yet. Make one: studio backup create".into();
                }
                let mut rows = vec![["backup", "made", "state"].map(String::from).to_vec()];
                rows.extend(
                    backups.iter().map(|backup| vec![backup.id.clone(), backup.created_at.format("%Y-%m-%d %H:%M UTC").to_string(), state(backup)]),
                );
                table(&rows)
            });
        }
        BackupVerb::Verify { id } => {
            let ids = match id {
                Some(id) => vec![id],
                None => api::backup::backups(&desk.context(), Nothing {})?.into_iter().map(|backup| backup.id).collect(),
            };
            let looked =
                ids.into_iter().map(|id| api::backup::verify(&desk.context(), BackupRequest { id, run: None })).collect::<Result<Vec<_>, _>>()?;
            desk.output.show(&looked, || table(&looked.iter().map(|backup| vec![backup.id.clone(), state(backup)]).collect::<Vec<_>>()));
        }
        BackupVerb::Restore { id } => {
            let restored = api::backup::restore(&desk.context(), RestoreRequest { id, run: None })?;
            desk.output.show(&restored, || told(&restored));
        }
    }
    Ok(())
}

fn looked_after(done: &LookedAfter) -> String {
    let mut lines = vec![match &done.backup {
        Some(id) => format!("Backup {id}"),
        None => "No backup is due: there is one of the last 24 hours.".into(),
    }];
    match (done.checked, done.differences) {
        (false, _) => lines.push("No check is due.".into()),
        (true, 0) => lines.push("The file was checked: everything is as it must be.".into()),
        (true, count) => lines.push(format!("The file was checked: {count} differences. See them: studio doctor")),
    }
    lines.join("\n")
}

fn state(backup: &BackupView) -> String {
    match (backup.verified, backup.verified_at, backup.problems) {
        (true, ..) => "verified".into(),
        (false, None, _) => "never verified".into(),
        (false, Some(_), problems) => format!("not verified: {problems} differences"),
    }
}

fn told(restored: &RestoreView) -> String {
    let mut lines = vec![format!("The backup {} is in place.", restored.backup.id)];
    if let Some(path) = &restored.set_aside {
        let how = if restored.was_damaged { "The damaged file" } else { "The file that was there" };
        lines.push(format!("{how} was set aside, whole: {path}"));
    }
    if restored.carried > 0 {
        lines.push(format!("Carried over from it, made since the backup: {} rows.", restored.carried));
        lines.push(table(&restored.tables.iter().map(|carried| vec![format!("  {}", carried.table), carried.rows.to_string()]).collect::<Vec<_>>()));
    }
    if restored.not_carried > 0 {
        lines.push(format!("{} rows do not go with the backup and were left in the file that was set aside.", restored.not_carried));
    }
    if !restored.unreadable.is_empty() {
        lines.push(format!("Not all could be read of: {}.", restored.unreadable.join(", ")));
    }
    lines.push("Next: studio doctor".into());
    lines.join("\n")
}
