//! What comes out of a box, read as the runner reads it: the entry of the fuzz targets in `fuzz/`, and of the tests that go through their saved inputs.
//!
//! Each function takes any bytes, must not panic, and checks what must hold for all of them.
#![allow(clippy::expect_used, clippy::panic, reason = "a rule that does not hold is told to the fuzzer by panicking")]

use crate::{
    explain,
    protocol::{FrameBuffer, MAX_CLIENT_FRAME, Reply, Request, encode_frame, read_frame},
    worker::{Captured, read_answer, read_trace_place},
};
use domain::value::{Value, same};
use domain::{
    exercise::{Program, SourceFile},
    judge::Verdict,
};
use serde_json::Value as Json;

/// Frames longer than this are refused here, so that a small input can be too large.
const LIMIT: usize = 4096;

/// The nonce of the answers in the saved inputs.
const NONCE: &str = "0123456789abcdef0123456789abcdef";

/// Their number.
const NUMBER: u64 = 1;

/// Bytes on the pipe from an interpreter. The first one says how many arrive at a time.
pub fn answers(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let (frames, too_large, rest) = take_frames(bytes.chunks(usize::from(*first).max(1)));
    let at_once = take_frames(std::iter::once(bytes));
    assert_eq!((&frames, too_large), (&at_once.0, at_once.1), "frames depend on the pieces in which they come");
    if !too_large {
        let taken: usize = frames.iter().map(|frame| frame.len() + 4).sum();
        assert_eq!(taken + rest, bytes.len(), "bytes were lost");
    }
    // The other way to read the same, as the binary reads its request.
    let mut reader = bytes;
    for frame in &frames {
        let direct = read_frame::<Json>(&mut reader, LIMIT);
        match serde_json::from_slice::<Json>(frame) {
            Ok(json) => assert_eq!(direct.expect("readable in both ways"), Some(json)),
            Err(_) => assert!(direct.is_err(), "only one of the two ways refuses it"),
        }
    }
    for frame in &frames {
        let _ = serde_json::from_slice::<Request>(frame);
        let _ = serde_json::from_slice::<Reply>(frame);
        let Ok(answer) = read_answer(frame, NONCE, NUMBER) else { continue };
        for facts in answer.error.iter().chain(answer.report.iter().filter_map(|report| report.facts.as_ref())) {
            let file = SourceFile { path: "main.py".to_owned(), text: "print(input())\n".to_owned() };
            let program = Program::new(vec![file], "main.py").expect("a program");
            if let Some(explanation) = explain::explain_error(facts, explain::Facts::new(Verdict::Error, &program).given("a line\n")) {
                assert!(!explanation.code.is_empty() && !explanation.text.is_empty());
            }
            let _ = (facts.verdict(), facts.place());
        }
        if let Some(value) = answer.value.as_ref().and_then(|json| Value::from_json(json).ok()) {
            check_value(&value);
        }
    }
}

/// What a program printed, and what Python wrote about the place where it stood. The first byte says how many arrive at a time.
pub fn output(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let mut at_once = Captured::default();
    at_once.push(bytes);
    let mut captured = Captured::default();
    let seen: String = bytes.chunks(usize::from(*first).max(1)).map(|piece| captured.push(piece)).collect();
    let text = captured.take();
    assert_eq!(text, at_once.take(), "text depends on the pieces in which it comes");
    let rest = text.strip_prefix(&seen).expect("what was passed on is what was kept");
    assert!(rest.is_empty() || rest == "\u{fffd}", "more than a broken character was held back");
    if let Ok(valid) = std::str::from_utf8(bytes) {
        assert_eq!(text, valid);
    }
    if let Some(place) = read_trace_place(&text) {
        assert!(text.contains(&place.file), "a place from nowhere: {place:?}");
    }
}

/// A value in Python's notation, or as tagged JSON.
pub fn values(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(value) = Value::parse(text) {
        check_value(&value);
        match Value::parse(&value.repr()) {
            Ok(again) => assert!(same(&value, &again, None), "{text:?} is another value when written and read: {:?}", again.repr()),
            Err(problem) => panic!("{text:?} is read, and written as {:?}, which is not: {problem}", value.repr()),
        }
    }
    if let Ok(json) = serde_json::from_str::<Json>(text)
        && let Ok(value) = Value::from_json(&json)
    {
        check_value(&value);
    }
}

fn check_value(value: &Value) {
    let written = value.to_json();
    let again = Value::from_json(&written).expect("what is written can be read");
    assert_eq!(again.repr(), value.repr(), "another value came back");
    assert!(encode_frame(&written, MAX_CLIENT_FRAME).is_ok(), "a value fits into a frame");
    // Equal to itself and to what came back, unless it holds something that equals nothing.
    assert_eq!(same(value, value, None), same(value, &again, None));
    let _ = value.type_name();
}

/// All complete frames, whether one was too large, and how many bytes are left.
fn take_frames<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> (Vec<Vec<u8>>, bool, usize) {
    let mut buffer = FrameBuffer::default();
    let mut frames = Vec::new();
    for piece in pieces {
        buffer.push(piece);
        loop {
            match buffer.next(LIMIT) {
                Ok(Some(frame)) => frames.push(frame),
                Ok(None) => break,
                Err(_) => return (frames, true, buffer.len()),
            }
        }
    }
    (frames, false, buffer.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, path::Path};

    /// How many changed forms of each saved input are tried: about a second's worth. `make fuzz` does the searching.
    const CHANGES: usize = 400;

    /// Pieces that mean something to what is read.
    #[rustfmt::skip]
    const WORDS: &[&[u8]] = &[
        b"\"n\":1", b"\"nonce\":", b"null", b"{\"d\":[[", b"]]}", b"{\"i\":\"-", b"{\"f\":\"", b"nan", b"1e999", b"-0", b"\\ud800", b"\xf0\x9f", b"\xff\xff\xff\x7f",
        b"\0\0\0\0", b"[[[[[[[[", b"range(", b"frozenset({", b"b'\\x", b"'''", b"\\N{", b"1_0", b"0x", b"1j", b"(", b",)", b"line 4294967295",
        b"File \"main.py\", line 3 in f", b"\"error\":{", b"\"report\":{",
    ];

    /// A small generator with a fixed start (xorshift64*), so that every run tries the same.
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, bound: usize) -> usize {
            self.0 ^= self.0 >> 12;
            self.0 ^= self.0 << 25;
            self.0 ^= self.0 >> 27;
            usize::try_from(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).unwrap() % bound.max(1)
        }
    }

    fn saved(target: &str) -> Vec<Vec<u8>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
        let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        assert!(paths.len() >= 10, "the saved inputs of {target} are gone");
        paths.iter().map(|path| fs::read(path).unwrap()).collect()
    }

    fn change(input: &[u8], others: &[Vec<u8>], numbers: &mut Numbers) -> Vec<u8> {
        let mut bytes = input.to_vec();
        for _ in 0..=numbers.below(4) {
            let place = numbers.below(bytes.len() + 1);
            match numbers.below(6) {
                0 if place < bytes.len() => bytes[place] ^= 1 << numbers.below(8),
                1 if place < bytes.len() => bytes[place] = u8::try_from(numbers.below(256)).unwrap(),
                2 => bytes.truncate(place),
                3 => {
                    let other = &others[numbers.below(others.len())];
                    let start = numbers.below(other.len() + 1);
                    bytes.splice(place..place, other[start..].iter().copied());
                }
                4 if place < bytes.len() => drop(bytes.drain(place..bytes.len().min(place + 1 + numbers.below(8)))),
                _ => drop(bytes.splice(place..place, WORDS[numbers.below(WORDS.len())].iter().copied())),
            }
        }
        bytes.truncate(16 * 1024);
        bytes
    }

    fn go_through(target: &str, entry: fn(&[u8])) {
        let inputs = saved(target);
        let mut numbers = Numbers(0x4c65_6172_6e69_6e67);
        for input in &inputs {
            entry(input);
            for _ in 0..CHANGES {
                let changed = change(input, &inputs, &mut numbers);
                if let Err(panic) = std::panic::catch_unwind(|| entry(&changed)) {
                    eprintln!("{target}: {:?}", String::from_utf8_lossy(&changed));
                    std::panic::resume_unwind(panic);
                }
            }
        }
    }

    #[test]
    fn answers_saved_and_changed_do_no_harm() {
        go_through("answers", answers);
        // Else only the refusing of nonsense would be tried.
        let inputs = saved("answers");
        let frames = inputs.iter().flat_map(|input| take_frames(std::iter::once(&input[input.len().min(1)..])).0);
        let read = frames.filter(|frame| read_answer(frame, NONCE, NUMBER).is_ok()).count();
        assert!(read >= 10, "{read}");
    }

    #[test]
    fn output_saved_and_changed_does_no_harm() {
        go_through("output", output);
    }

    #[test]
    fn values_saved_and_changed_do_no_harm() {
        go_through("values", values);
        let read = saved("values").iter().filter(|input| std::str::from_utf8(input).is_ok_and(|text| Value::parse(text).is_ok())).count();
        assert!(read >= 10, "{read}");
    }
}
