//! The entity diagram and the page about the data file are those of this schema.

#[path = "../../examples/schema/diagram.rs"]
mod diagram;
#[path = "../../examples/schema/live.rs"]
mod live;
#[path = "../../examples/schema/page.rs"]
mod page;
#[path = "../../examples/schema/tables.rs"]
pub mod tables;

use crate::support::TestWorld;
use std::{collections::BTreeSet, fs, path::Path};

#[test]
fn the_diagram_and_the_page_are_of_this_schema() {
    let folder = tempfile::tempdir().unwrap();
    let _store = store::Store::open(folder.path(), TestWorld::new()).unwrap();
    let schema = live::Schema::read(&rusqlite::Connection::open(folder.path().join("studio.db")).unwrap()).unwrap();
    let known: BTreeSet<String> = tables::all().map(|table| table.name.to_owned()).collect();
    let there: BTreeSet<String> = schema.tables.keys().cloned().collect();
    assert_eq!(known, there, "crates/store/examples/schema/tables.rs says what each table is for");
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    for (file, made) in [("images/schema.svg", diagram::draw(&schema)), ("database.md", page::write(&schema))] {
        assert!(fs::read_to_string(docs.join(file)).unwrap_or_default() == made, "docs/{file} is stale: run `make diagram`");
    }
}
