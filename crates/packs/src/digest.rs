//! The hashes of a pack.

use crate::file_set::FileSet;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// SHA-256 in lower-case hexadecimal, as it stands in `pack.json`.
pub(crate) fn hexadecimal(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The digest of a pack: SHA-256 over one line for each file, `HASH  PATH` (two blanks, a line feed at the end), in the order of the paths' bytes. For `pack.json` the hash
/// is that of its content without `files`, written without blanks and with sorted keys: so a folder, which has no such list, and the `.studiopack` made of it have the same
/// digest.
pub(crate) fn of_pack(files: &FileSet, manifest: &Value) -> [u8; 32] {
    let mut manifest = manifest.clone();
    if let Some(fields) = manifest.as_object_mut() {
        fields.shift_remove("files");
    }
    manifest.sort_all_objects();
    let mut listing = Sha256::new();
    for (path, bytes) in files.iter() {
        let hash = if path == "pack.json" { sha256(manifest.to_string().as_bytes()) } else { sha256(bytes) };
        listing.update(format!("{}  {path}\n", hexadecimal(&hash)));
    }
    listing.finalize().into()
}
