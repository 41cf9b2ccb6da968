//! Reads tauri.conf.json, and what the window may call, into the program.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The configuration stands at the root, beside Cargo.toml, so Tauri would look for these folders there too.
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    // The window's files are part of the program; a new build of them is a new program.
    println!("cargo:rerun-if-changed=ui/dist");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/*.json")
        .app_manifest(tauri_build::AppManifest::new().permissions_path_pattern("./src-tauri/permissions/*.toml"));
    Ok(tauri_build::try_build(attributes)?)
}
