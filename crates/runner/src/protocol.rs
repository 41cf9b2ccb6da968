//! What crosses the pipes: frames of a length (four bytes, little end first) and JSON.
//!
//! Two kinds of connection speak it: the library with the runner's binary, a socket for each request ([`Request`], then [`FromClient`], answered by [`Reply`]), and the
//! binary with each interpreter (`worker`).

use crate::{Interpreter, RunnerError, SandboxReport, client::OutputChunk};
use domain::{
    exercise::{Limits, Mistake, SourceFile, Tests},
    judge::{JudgeResult, Tier},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::io::{self, Read, Write};

/// The largest frame between library and binary. A pack has at most 64 MiB (`docs/pack-format.md`, limits), an exercise less; JSON may double the size of text.
pub(crate) const MAX_CLIENT_FRAME: usize = 128 * 1024 * 1024;

/// The largest frame from or to an interpreter (JUDGE.md, "How it runs").
pub(crate) const MAX_WORKER_FRAME: usize = 16 * 1024 * 1024;

/// What the library asks for.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Request {
    pub interpreter: Interpreter,
    /// The strongest tier to try. `A`, except where the tests force `B`.
    pub strongest: Tier,
    pub task: Task,
}

/// The thing to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub(crate) enum Task {
    /// Start one interpreter and try what holds.
    Probe,
    /// Keep interpreters waiting for programs from now on.
    KeepWarm,
    /// Run a program. If it is `interactive`, its input is what is typed while it runs instead of `stdin`.
    Run { program: Files, data_files: Vec<SourceFile>, stdin: String, interactive: bool, limits: Limits },
    /// Judge a reference solution.
    Reference { program: Files, data_files: Vec<SourceFile>, tests: Tests, limits: Limits },
    /// Judge a program.
    Judge { program: Files, data_files: Vec<SourceFile>, tests: Tests, limits: Limits, mistakes: Vec<Mistake> },
}

/// What the library sends after its request, while a program runs. The end of the socket means that the run is to stop.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FromClient {
    Typed(String),
    /// The end of input.
    NothingMore,
}

/// A [`Program`](domain::exercise::Program) on its way; it is checked again where it arrives.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Files {
    pub files: Vec<SourceFile>,
    pub entry: String,
}

/// What the binary answers: any number of chunks and notices, then one of the others.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reply {
    Chunk(OutputChunk),
    /// The program waits for input.
    Waits,
    /// What was asked for is being done.
    Done,
    Result(Box<JudgeResult>),
    Reference {
        result: Box<JudgeResult>,
        decides: Vec<String>,
    },
    Report(SandboxReport),
    Error(Trouble),
}

/// A [`RunnerError`] on its way.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Trouble {
    NoSandbox(String),
    BadExercise(String),
    Internal(String),
}

impl From<RunnerError> for Trouble {
    fn from(error: RunnerError) -> Self {
        match error {
            RunnerError::NoSandbox { why } => Self::NoSandbox(why),
            RunnerError::BadExercise { why } => Self::BadExercise(why),
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<Trouble> for RunnerError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::NoSandbox(why) => Self::NoSandbox { why },
            Trouble::BadExercise(why) => Self::BadExercise { why },
            Trouble::Internal(why) => Self::Internal(why),
        }
    }
}

/// Writes one frame.
pub(crate) fn write_frame(writer: &mut impl Write, message: &impl Serialize, limit: usize) -> io::Result<()> {
    writer.write_all(&encode_frame(message, limit)?)?;
    writer.flush()
}

/// One frame as bytes.
pub(crate) fn encode_frame(message: &impl Serialize, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; 4];
    serde_json::to_writer(&mut bytes, message)?;
    let length = bytes.len() - 4;
    if length > limit {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a frame is too large"));
    }
    let length = u32::try_from(length).map_err(io::Error::other)?;
    bytes[..4].copy_from_slice(&length.to_le_bytes());
    Ok(bytes)
}

/// Reads one frame; `None` where the other side has closed the pipe between two frames.
pub(crate) fn read_frame<T: DeserializeOwned>(reader: &mut impl Read, limit: usize) -> io::Result<Option<T>> {
    let mut head = [0; 4];
    match reader.read_exact(&mut head[..1]) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    reader.read_exact(&mut head[1..])?;
    let length = u32::from_le_bytes(head) as usize;
    if length > limit {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a frame is too large"));
    }
    // Room for what is usual at once; for more only as it comes.
    let mut bytes = Vec::with_capacity(length.min(64 * 1024) + 1);
    reader.take(length as u64).read_to_end(&mut bytes)?;
    if bytes.len() < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(serde_json::from_slice(&bytes)?))
}

/// Takes complete frames out of bytes that arrive piece by piece.
#[derive(Debug, Default)]
pub(crate) struct FrameBuffer {
    bytes: Vec<u8>,
}

/// A frame that announces more than it may have.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FrameTooLarge;

impl FrameBuffer {
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The next complete frame, without its length.
    pub(crate) fn next(&mut self, limit: usize) -> Result<Option<Vec<u8>>, FrameTooLarge> {
        let Some(head) = self.bytes.first_chunk::<4>() else { return Ok(None) };
        let length = u32::from_le_bytes(*head) as usize;
        if length > limit {
            return Err(FrameTooLarge);
        }
        if self.bytes.len() < 4 + length {
            return Ok(None);
        }
        let rest = self.bytes.split_off(4 + length);
        let mut frame = std::mem::replace(&mut self.bytes, rest);
        frame.drain(..4);
        Ok(Some(frame))
    }

    /// How many bytes are waiting.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_read_as_it_was_written() {
        let mut bytes = Vec::new();
        write_frame(&mut bytes, &"naïve", 100).unwrap();
        write_frame(&mut bytes, &"b", 100).unwrap();
        let mut reader = &bytes[..];
        assert_eq!(read_frame::<String>(&mut reader, 100).unwrap().as_deref(), Some("naïve"));
        assert_eq!(read_frame::<String>(&mut reader, 100).unwrap().as_deref(), Some("b"));
        assert_eq!(read_frame::<String>(&mut reader, 100).unwrap(), None);
        assert!(write_frame(&mut bytes, &"x".repeat(200), 100).is_err());
        assert!(read_frame::<String>(&mut &[0xff, 0xff, 0xff, 0x7f][..], 100).is_err());
        assert!(read_frame::<String>(&mut &[5, 0, 0, 0, b'"'][..], 100).is_err());
    }

    #[test]
    fn frames_are_taken_out_of_pieces() {
        let mut bytes = encode_frame(&1, 100).unwrap();
        bytes.extend(encode_frame(&22, 100).unwrap());
        let mut buffer = FrameBuffer::default();
        let mut found = Vec::new();
        for byte in bytes {
            buffer.push(&[byte]);
            while let Some(frame) = buffer.next(100).unwrap() {
                found.push(frame);
            }
        }
        assert_eq!(found, [b"1".to_vec(), b"22".to_vec()]);
        assert_eq!(buffer.len(), 0);
        buffer.push(&[101, 0, 0, 0]);
        assert_eq!(buffer.next(100), Err(FrameTooLarge));
    }
}
