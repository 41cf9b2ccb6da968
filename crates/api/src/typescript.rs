//! The TypeScript side of the command table, in one file.

use std::{
    any::TypeId,
    collections::{BTreeMap, HashSet},
    fmt::Write,
};
use ts_rs::{Config, TS, TypeVisitor};

/// Collects the declarations of types and of all that they name.
#[derive(Default)]
pub(crate) struct Declarations {
    seen: HashSet<TypeId>,
    by_name: BTreeMap<String, String>,
}

impl Declarations {
    /// Adds a type and all that it names.
    pub(crate) fn add<T: TS + 'static>(&mut self) {
        self.visit::<T>();
    }

    /// The whole file: the declarations, sorted by name, then the table.
    pub(crate) fn file(&self, table: &str) -> String {
        let mut text = String::from("// Made from the command table in crates/api by `make types`. Do not edit.\n\n");
        for declaration in self.by_name.values() {
            text.push_str(declaration);
            text.push('\n');
        }
        let _ = write!(text, "\n/** Every command: what it takes and what it gives. */\nexport interface Commands {{\n{table}}}\n");
        text
    }
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        let config = Config::default();
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            self.by_name.insert(T::ident(&config), format!("{docs}export {}", T::decl(&config)));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

/// One line of the table.
pub(crate) fn entry<Request: TS, Response: TS>(name: &str) -> String {
    let config = Config::default();
    format!("  {name}: {{ request: {}; response: {} }};\n", Request::name(&config), Response::name(&config))
}
