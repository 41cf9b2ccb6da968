//! Writes the entity diagram and the page about the data file from a file that is made just now: `schema SVG MARKDOWN`. `scripts/diagram` calls it.
#![allow(clippy::expect_used, reason = "it says what is wrong by ending")]

mod diagram;
mod live;
mod page;
mod tables;

use domain::world::{Moment, World};
use std::{fs, sync::Arc};

struct Now;

impl World for Now {
    fn now(&self) -> Moment {
        std::time::SystemTime::now().into()
    }

    fn fill_random(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("random numbers");
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (svg, markdown) = (arguments.next().expect("the SVG to write"), arguments.next().expect("the page to write"));
    let folder = tempfile::tempdir().expect("a folder");
    drop(store::Store::open(folder.path(), Arc::new(Now)).expect("a new file"));
    let connection = rusqlite::Connection::open(folder.path().join("studio.db")).expect("the file");
    let schema = live::Schema::read(&connection).expect("its schema");
    for table in schema.tables.keys() {
        assert!(tables::all().any(|known| known.name == table), "what {table} is for is not said: add it to crates/store/examples/schema/tables.rs");
    }
    fs::write(svg, diagram::draw(&schema)).expect("the SVG");
    fs::write(markdown, page::write(&schema)).expect("the page");
}
