//! `learning-studio-wasi`: CPython, compiled to WebAssembly, as an interpreter for the runner's tier C.
//!
//! The runner starts it as it would start Python, with pipes for requests, answers and a trace beside the three standard ones. Python runs inside a WebAssembly machine: it
//! has memory of its own, and reaches nothing but the functions that are handed to it, which are those of WASI: the pipes, the clock, randomness, the standard library (read
//! only) and the work folder. There is no network, no other program and no other file in there, whatever the operating system offers. Where the operating system has more to
//! offer ([`restrict`]), this process gives up what it does not need all the same.
//!
//! - `prepare FOLDER` compiles `python.wasm` to machine code, once, and says where that lies and which Python it is.
//! - `run FOLDER WORK -c PROGRAM REQUESTS ANSWERS TRACE INPUT [CODE]` runs a worker; the capitals at the end are numbers of open descriptors.

mod compiled;
mod guest;
mod pipes;
#[cfg(target_os = "linux")]
mod restrict;

use std::{path::Path, process::ExitCode};

/// What went wrong, in words for whoever looks after the machine.
type Problem = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words[..] {
        ["prepare", folder] => compiled::prepare(Path::new(folder)).map(|file| {
            println!("{}", file.display());
            ExitCode::SUCCESS
        }),
        ["run", folder, work, "-c", program, ref descriptors @ ..] => guest::run(Path::new(folder), Path::new(work), program, descriptors),
        _ => Err("usage: learning-studio-wasi prepare FOLDER | run FOLDER WORK -c PROGRAM REQUESTS ANSWERS TRACE INPUT [CODE]".into()),
    };
    done.unwrap_or_else(|problem| {
        eprintln!("learning-studio-wasi: {problem}");
        ExitCode::FAILURE
    })
}
