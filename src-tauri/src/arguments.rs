//! The arguments of the app: `--data DIR`, and what every program answers to.

use std::{ffi::OsString, path::PathBuf};

/// What the arguments ask for.
#[derive(Debug, PartialEq, Eq)]
pub enum Arguments {
    /// Open the window.
    Open {
        /// The data folder, if one was named.
        data: Option<PathBuf>,
    },
    /// Only print this.
    Say(String),
}

const HELP: &str = "Learning Studio: learn Python offline.

Usage: learning-studio [--data DIR]

  --data DIR   The data folder [default: where the app keeps it for this person]
  --version    Print the version
  --help       Print this

`studio --help` shows everything that can be done from a terminal.";

impl Arguments {
    /// Reads the arguments that follow the program's name.
    pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, String> {
        let mut data = None;
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            match argument.to_str() {
                Some("--data") => {
                    let folder = arguments.next().filter(|folder| !folder.is_empty());
                    data = Some(folder.map(PathBuf::from).ok_or("--data needs a folder.")?);
                }
                Some("--version") => return Ok(Self::Say(format!("learning-studio {}", env!("CARGO_PKG_VERSION")))),
                Some("--help" | "-h") => return Ok(Self::Say(HELP.to_owned())),
                Some(text) if text.starts_with("--data=") => data = Some(PathBuf::from(&text["--data=".len()..])),
                _ => return Err(format!("{} is not understood. `learning-studio --help` shows what is.", argument.to_string_lossy())),
            }
        }
        Ok(Self::Open { data })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Arguments, String> {
        Arguments::read(arguments.iter().map(OsString::from))
    }

    #[test]
    fn a_data_folder_may_be_named_in_two_ways() {
        let named = Ok(Arguments::Open { data: Some(PathBuf::from("/tmp/a b")) });
        assert_eq!(read(&["--data", "/tmp/a b"]), named);
        assert_eq!(read(&["--data=/tmp/a b"]), named);
        assert_eq!(read(&[]), Ok(Arguments::Open { data: None }));
    }

    #[test]
    fn what_is_not_understood_is_refused_and_not_passed_over() {
        for wrong in [&["--data"][..], &["--data", ""], &["--dta", "/tmp"], &["/tmp"]] {
            assert!(read(wrong).is_err(), "{wrong:?} was taken");
        }
    }
}
