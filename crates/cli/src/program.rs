//! A learner's program from files on the disk.

use api::ApiError;
use domain::{
    error::ErrorClass,
    exercise::{MAX_PROGRAM_BYTES, SourceFile},
};
use std::{fs::File, io::Read, path::Path};

/// Reads the files. The first one gets the name `entry`, whatever it is called on the disk; the others keep their names.
pub fn read(file: &Path, more: &[std::path::PathBuf], entry: &str) -> Result<Vec<SourceFile>, ApiError> {
    let mut files = vec![SourceFile { path: entry.to_owned(), text: text(file)? }];
    for path in more {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        files.push(SourceFile { path: name.to_owned(), text: text(path)? });
    }
    Ok(files)
}

/// Reads a text file, but no more of it than any program may have.
pub fn text(path: &Path) -> Result<String, ApiError> {
    let unreadable = |error: std::io::Error| {
        let reason = match error.kind() {
            std::io::ErrorKind::NotFound => "it is not there".to_owned(),
            std::io::ErrorKind::PermissionDenied => "you have no right to read it".to_owned(),
            std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
            _ => error.to_string(),
        };
        ApiError::new(ErrorClass::NotFound, "file").with("path", path.display().to_string()).with("reason", reason)
    };
    let file = File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    bounded(path, size, file, unreadable)
}

/// Reads what a program gets as its input: a file, or with `-` this command's own standard input.
pub fn input(path: &Path) -> Result<String, ApiError> {
    if path.as_os_str() != "-" {
        return text(path);
    }
    let unreadable = |error: std::io::Error| ApiError::new(ErrorClass::NotFound, "file").with("path", "-").with("reason", error.to_string());
    bounded(path, 0, std::io::stdin().lock(), unreadable)
}

fn bounded(path: &Path, size: u64, source: impl Read, unreadable: impl Fn(std::io::Error) -> ApiError) -> Result<String, ApiError> {
    let mut bytes = Vec::new();
    source.take(MAX_PROGRAM_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > MAX_PROGRAM_BYTES {
        return Err(ApiError::new(ErrorClass::Invalid, "code_too_large").with("bytes", size.max(bytes.len() as u64)).with("max", MAX_PROGRAM_BYTES));
    }
    String::from_utf8(bytes).map_err(|error| {
        ApiError::new(ErrorClass::Invalid, "code_not_utf8").with("path", path.display().to_string()).with("byte", error.utf8_error().valid_up_to())
    })
}
