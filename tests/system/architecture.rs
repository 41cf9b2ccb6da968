//! The rules that hold the house together, held.

use crate::support::programs::project;
use serde_json::Value;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// What each crate may use of the others. Arrows point one way.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("wire", &["domain"]),
    ("store", &["domain", "wire"]),
    ("runner", &["domain", "wire"]),
    ("packs", &["domain", "wire"]),
    ("api", &["domain", "wire", "store", "runner", "packs"]),
    // Converting from another format needs no installation, and so nothing of `api`.
    ("cli", &["api", "domain", "packs"]),
    ("learning-studio", &["api", "domain"]),
];

#[test]
fn arrows_between_crates_point_one_way() {
    let output =
        Command::new(env!("CARGO")).args(["metadata", "--format-version", "1", "--no-deps", "--offline"]).current_dir(project()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let ours: BTreeSet<&str> = packages.iter().map(|package| package["name"].as_str().unwrap()).collect();
    let known: BTreeSet<&str> = MAY_USE.iter().map(|(name, _)| *name).collect();
    assert_eq!(ours, known, "every crate of the workspace has its place in the rule");
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let (_, may_use) = MAY_USE.iter().find(|(known, _)| *known == name).unwrap();
        for dependency in package["dependencies"].as_array().unwrap() {
            let used = dependency["name"].as_str().unwrap();
            assert!(!ours.contains(used) || may_use.contains(&used), "{name} uses {used}, which stands above or beside it");
        }
    }
}

#[test]
fn only_the_backend_folder_of_the_window_knows_tauri() {
    let sources = project().join("ui/src");
    let backend = sources.join("backend");
    for file in files(&sources, &["ts", "js", "svelte"]).into_iter().filter(|file| !file.starts_with(&backend)) {
        let text = fs::read_to_string(&file).unwrap();
        for word in ["invoke(", "@tauri-apps", "__TAURI"] {
            assert!(!text.contains(word), "{} says {word}; only ui/src/backend may", file.display());
        }
    }
}

#[test]
fn the_types_of_the_window_are_those_of_the_command_table() {
    let file = project().join("ui/src/backend/types.ts");
    assert!(fs::read_to_string(&file).unwrap() == api::typescript(), "{} is out of date: run `make types`", file.display());
}

#[test]
fn migrations_are_the_same_bytes_on_every_machine() {
    let migrations = files(&project().join("migrations"), &["sql"]);
    assert!(!migrations.is_empty(), "there are migrations");
    for file in migrations {
        // A migration is known by its checksum: one changed line end, and a file that has it would be refused.
        assert!(!fs::read(&file).unwrap().contains(&b'\r'), "{} has a carriage return", file.display());
    }
    assert!(fs::read_to_string(project().join(".gitattributes")).unwrap().contains("*.sql text eol=lf"), ".gitattributes keeps it so");
}

#[test]
fn the_window_may_ask_the_shell_for_its_command_and_little_else() {
    let folder = project().join("src-tauri/capabilities");
    let capabilities = files(&folder, &["json", "toml"]);
    assert_eq!(capabilities, [folder.join("window.json")], "one file says all that the window may do");
    let capability: Value = serde_json::from_str(&fs::read_to_string(&capabilities[0]).unwrap()).unwrap();
    assert_eq!(
        capability["permissions"],
        serde_json::json!([
            "allow-call",
            "allow-choose-course",
            "core:event:allow-listen",
            "core:event:allow-unlisten",
            "core:webview:allow-set-webview-zoom"
        ])
    );
    // The dialog gives a path. What reads or writes files for a page is no part of the program.
    let lock = fs::read_to_string(project().join("Cargo.lock")).unwrap();
    assert!(!lock.contains("name = \"tauri-plugin-"), "the window has no plugin");
    assert!(capability.get("remote").is_none(), "no page from elsewhere may ask anything");
    let configuration: Value = serde_json::from_str(&fs::read_to_string(project().join("tauri.conf.json")).unwrap()).unwrap();
    let security = &configuration["app"]["security"];
    for (directive, sources) in
        [("default-src", "'self'"), ("script-src", "'self'"), ("object-src", "'none'"), ("connect-src", "ipc: http://ipc.localhost")]
    {
        assert_eq!(security["csp"][directive], sources, "{directive}");
    }
    assert_eq!(security["freezePrototype"], true);
    assert_eq!(configuration["app"]["withGlobalTauri"], false);
}

fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_link_in_the_documents_leads_somewhere() {
    let documents = ["README.md", "CONTRIBUTING.md", "docs/ARCHITECTURE.md", "docs/pack-format.md", "docs/threats.md"];
    let mut broken = Vec::new();
    for document in documents {
        let file = project().join(document);
        let text = fs::read_to_string(&file).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = target.split('#').next().unwrap_or_default();
            if !path.is_empty() && !path.contains("://") && !file.parent().unwrap().join(path).exists() {
                broken.push(format!("{document}: {target}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:?}");
}
