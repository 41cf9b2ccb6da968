//! `studio sandbox`.

use crate::{
    acting::Desk,
    output::table,
    sentence::{sentence, tier_sentence},
};
use api::{
    ApiError,
    status::{Nothing, SandboxView},
};

/// Tries to get out of the sandbox, and says what came of it.
pub fn run(desk: &Desk<'_>) -> Result<(), ApiError> {
    let view = api::status::sandbox(&desk.context(), Nothing {})?;
    desk.output.show(&view, || text(&view));
    Ok(())
}

fn text(view: &SandboxView) -> String {
    let mut text = match (&view.tier, &view.problem) {
        (Some(tier), _) => format!("{}\n", tier_sentence(*tier)),
        (None, Some(problem)) => format!("{}\n", sentence(problem)),
        (None, None) => String::new(),
    };
    if let Some(why) = &view.why_not_stronger {
        text.push_str(&format!("Why not stronger: {why}\n"));
    }
    if let (Some(version), Some(path)) = (&view.interpreter, &view.interpreter_path) {
        text.push_str(&format!("Python {version}: {path}\n"));
    }
    if !view.layers.is_empty() {
        text.push_str("\nWhat a program tried inside:\n");
        let row = |layer: &api::status::LayerView| {
            let outcome = match (layer.holds, layer.name.as_str()) {
                // The one thing that must go.
                (true, "threads_are_allowed") => "yes",
                (true, _) => "held",
                (false, _) => "OPEN",
            };
            vec![format!("  {}", layer.name.replace('_', " ")), outcome.into(), layer.detail.clone()]
        };
        text.push_str(&table(&view.layers.iter().map(row).collect::<Vec<_>>()));
    }
    text
}
