//! The migrations are embedded by a macro that does not tell Cargo which files it read.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations/studio");
    println!("cargo:rerun-if-changed=build.rs");
}
