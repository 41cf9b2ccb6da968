//! The command line, used as another program would use it.

use super::programs;
use serde_json::Value;
use std::{
    ffi::OsStr,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// A data folder and the `studio` that works on it.
pub struct Studio {
    data: PathBuf,
    password: Option<String>,
    environment: Vec<(String, String)>,
    user: Option<(u32, PathBuf)>,
}

/// What `studio` gave back.
#[derive(Debug)]
pub struct Answer {
    /// Exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Studio {
    /// On this data folder.
    pub fn new(data: &Path) -> Self {
        Self { data: data.to_owned(), password: None, environment: Vec::new(), user: None }
    }

    /// The same, with a password on standard input.
    pub fn with_password(&self, password: &str) -> Self {
        Self { data: self.data.clone(), password: Some(password.to_owned()), environment: self.environment.clone(), user: self.user.clone() }
    }

    /// The same, with one more environment variable.
    pub fn with_environment(&self, name: &str, value: &str) -> Self {
        let mut environment = self.environment.clone();
        environment.push((name.to_owned(), value.to_owned()));
        Self { data: self.data.clone(), password: self.password.clone(), environment, user: self.user.clone() }
    }

    /// The same as another operating-system user, with the program taken from a folder which that user can reach. Only root may do this.
    pub fn as_user(&self, id: u32, programs: &Path) -> Self {
        Self {
            data: self.data.clone(),
            password: self.password.clone(),
            environment: self.environment.clone(),
            user: Some((id, programs.to_owned())),
        }
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The data file: the one file in the data folder that SQLite wrote.
    pub fn data_file(&self) -> PathBuf {
        fs::read_dir(&self.data)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .find(|path| path.is_file() && fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"SQLite format 3\0")))
            .unwrap_or_else(|| panic!("no data file in {}", self.data.display()))
    }

    /// What the system's own `sqlite3` says about the data file.
    pub fn sqlite(&self, statement: &str) -> String {
        let output = Command::new("sqlite3").arg(self.data_file()).arg(statement).output().expect("sqlite3 starts (`make set-up-tests` installs it)");
        assert!(output.status.success(), "{statement}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Writes into the data file what a later version would have written there.
    pub fn make_newer(&self) {
        self.sqlite("INSERT INTO refinery_schema_history SELECT 9999, 'from_the_future', applied_on, checksum FROM refinery_schema_history LIMIT 1");
    }

    /// Overwrites all of the data file but its first page, as a dying disk does. Gives what stands in it now.
    pub fn damage(&self) -> Vec<u8> {
        self.sqlite("PRAGMA wal_checkpoint(TRUNCATE)");
        let mut bytes = fs::read(self.data_file()).unwrap();
        bytes[4096..].fill(0xa5);
        fs::write(self.data_file(), &bytes).unwrap();
        bytes
    }

    /// Runs a verb.
    pub fn run<I, S>(&self, arguments: I) -> Answer
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        let mut command = match &self.user {
            None => Command::new(programs::studio()),
            Some((id, folder)) => {
                use std::os::unix::process::CommandExt;
                let mut command = Command::new(folder.join("studio"));
                command.uid(*id).gid(*id).current_dir("/");
                command
            }
        };
        command.arg("--data").arg(&self.data).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        if self.password.is_some() {
            command.arg("--password-stdin");
        }
        let mut child = command.args(arguments).spawn().expect("studio starts");
        let mut input = child.stdin.take().unwrap();
        if let Some(password) = &self.password {
            // A verb that needs no password ends without reading it.
            let _ = writeln!(input, "{password}");
        }
        drop(input);
        Answer::from(child.wait_with_output().unwrap())
    }

    /// Runs a verb with `--json` that must do its work, and gives the one document that it prints.
    pub fn json<I, S>(&self, arguments: I) -> Value
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        let answer = self.run(json_first(arguments));
        assert_eq!(answer.code, Some(0), "studio did not do its work: {answer:?}");
        answer.document()
    }

    /// Runs a verb with `--json` that must fail, and gives its exit code, the code of its error, and its sentence.
    pub fn refused<I, S>(&self, arguments: I) -> (i32, String, String)
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        let answer = self.run(json_first(arguments));
        let document = answer.document();
        let code = document["error"]["code"].as_str().unwrap_or_else(|| panic!("no error in {answer:?}")).to_owned();
        assert!(document["error"]["retry"].is_boolean(), "an error says whether trying again can help: {answer:?}");
        let lines: Vec<_> = answer.stderr.lines().filter(|line| line.starts_with("studio: ")).collect();
        assert_eq!(lines.len(), 1, "an error is one line on standard error: {answer:?}");
        (answer.code.expect("no signal"), code, lines[0]["studio: ".len()..].to_owned())
    }
}

fn json_first<I, S>(arguments: I) -> Vec<std::ffi::OsString>
where
    I: IntoIterator<Item = S>,
    S: AsRef<OsStr>,
{
    std::iter::once("--json".into()).chain(arguments.into_iter().map(|argument| argument.as_ref().to_owned())).collect()
}

impl Answer {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Standard output as the one JSON document that it must be.
    pub fn document(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("not one JSON document ({error}): {self:?}"))
    }
}
