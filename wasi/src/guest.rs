//! The WebAssembly machine with Python in it.

use crate::{
    Problem,
    compiled::{self, STACK},
    pipes::{Pipes, errno},
};
use rustix::process::{Resource, getrlimit};
use signal_hook::{consts::SIGUSR2, iterator::Signals};
use std::{
    path::Path,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use wasmtime::{
    AsContextMut, Caller, Engine, Extern, Global, Instance, Linker, Memory, Module, ResourceLimiter, Store, TypedFunc, UpdateDeadline, Val,
};
use wasmtime_wasi::{
    FsPerms, I32Exit, WasiCtxBuilder,
    p1::{self, WasiP1Ctx, wasi_snapshot_preview1 as original},
    runtime::in_tokio,
};
use wiggle::GuestMemory;

const WASI: &str = "wasi_snapshot_preview1";

/// What Python does before the worker's program.
const SETUP: &str = include_str!("setup.py");

/// Where things are, inside.
const LIBRARY: &str = "/lib";
const WORK: &str = "/work";

/// Data of this process outside of Python's memory, in bytes: the stacks of its threads, the tables of the machine. It is part of the runner's limit (`RLIMIT_DATA`), which
/// also holds Python's memory.
const OWN_DATA: u64 = 96 * 1024 * 1024;

/// The exit status of a program that the machine stopped, as a shell would say it of SIGABRT.
const ABORTED: u8 = 134;

/// How long a wait for nothing goes on before somebody looks whether Python was asked where it is.
const SLICE: Duration = Duration::from_millis(20);

struct State {
    wasi: WasiP1Ctx,
    pipes: Pipes,
    memory: Option<Memory>,
    limits: MemoryLimit,
    where_is_it: Where,
}

/// What is needed to have Python write down where it is: the runner asks by SIGUSR2, and inside that becomes the signal of the same name.
#[derive(Clone)]
struct Where {
    asked: Arc<AtomicBool>,
    /// `raise` of the C library, and the register of its stack.
    raise: Option<(TypedFunc<i32, i32>, Global)>,
}

/// Python's memory ends where the runner's limit ends, which can be made less while it runs.
struct MemoryLimit;

impl ResourceLimiter for MemoryLimit {
    fn memory_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        let allowed = getrlimit(Resource::Data).current.unwrap_or(u64::MAX).saturating_sub(OWN_DATA);
        Ok(desired as u64 <= allowed)
    }

    fn table_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(desired <= 100_000)
    }
}

/// Runs a worker to its end.
pub(crate) fn run(folder: &Path, work: &Path, program: &str, descriptors: &[&str]) -> Result<ExitCode, Problem> {
    let (pipes, inside) = Pipes::take(descriptors)?;
    let engine = compiled::engine()?;
    let module = compiled::load(&engine, folder)?;
    // Writing beyond the size of a file is an error for the program, and not the end of it.
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default())?;
    let mut wasi = WasiCtxBuilder::new();
    wasi.allow_blocking_current_thread(true);
    wasi.preopened_dir(folder.join("lib"), LIBRARY, FsPerms::ReadOnly)?.preopened_dir(work, WORK, FsPerms::ReadWrite)?;
    // Not `-I`: it would ignore PYTHONHASHSEED. The environment is ours to the last variable, and the same as in the other tiers.
    let program = format!("{SETUP}\n{program}");
    wasi.args(&["python", "-S", "-s", "-B", "-X", "utf8", "-c", &program]).args(&inside);
    wasi.envs(&[("PYTHONHASHSEED", "0"), ("LANG", "C.UTF-8"), ("HOME", WORK), ("PATH", "/usr/bin:/bin"), ("TZ", "UTC"), ("PYTHONHOME", "/")]);
    let wasi = wasi.build_p1();
    let signals = Signals::new([SIGUSR2])?;
    #[cfg(target_os = "linux")]
    crate::restrict::restrict(folder, work)?;
    let asked = Arc::new(AtomicBool::new(false));
    listen(signals, &engine, asked.clone())?;
    let state = State { wasi, pipes, memory: None, limits: MemoryLimit, where_is_it: Where { asked, raise: None } };
    // The machine code uses the stack of the thread it runs on; what the host's own functions need comes on top.
    let guest = thread::Builder::new().stack_size(STACK + 4 * 1024 * 1024).spawn(move || start(&engine, &module, state))?;
    guest.join().map_err(|_| "the machine failed")?
}

/// Turns the runner's question into one that the machine code sees at its next loop or call.
fn listen(mut signals: Signals, engine: &Engine, asked: Arc<AtomicBool>) -> Result<(), Problem> {
    let engine = engine.clone();
    thread::Builder::new().stack_size(256 * 1024).spawn(move || {
        for _ in signals.forever() {
            asked.store(true, Ordering::SeqCst);
            engine.increment_epoch();
        }
    })?;
    Ok(())
}

fn start(engine: &Engine, module: &Module, state: State) -> Result<ExitCode, Problem> {
    let mut store = Store::new(engine, state);
    store.limiter(|state| &mut state.limits);
    store.set_epoch_deadline(1);
    store.epoch_deadline_callback(|mut context| {
        let question = context.data().where_is_it.clone();
        question.answer(&mut context)?;
        Ok(UpdateDeadline::Continue(1))
    });
    let mut linker = Linker::new(engine);
    p1::add_to_linker_sync(&mut linker, |state: &mut State| &mut state.wasi)?;
    put_pipes_before_files(&mut linker)?;
    let instance = linker.instantiate(&mut store, module)?;
    store.data_mut().memory = instance.get_memory(&mut store, "memory");
    store.data_mut().where_is_it.raise = find_raise(&instance, &mut store);
    let ended = instance.get_typed_func::<(), ()>(&mut store, "_start")?.call(&mut store, ());
    match ended {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(error) => match error.downcast_ref::<I32Exit>() {
            Some(I32Exit(code)) => Ok(u8::try_from(*code).map_or(ExitCode::FAILURE, ExitCode::from)),
            None => {
                eprintln!("{}", error.root_cause());
                Ok(ExitCode::from(ABORTED))
            }
        },
    }
}

fn find_raise(instance: &Instance, store: &mut Store<State>) -> Option<(TypedFunc<i32, i32>, Global)> {
    let raise = instance.get_typed_func(&mut *store, "raise").ok()?;
    Some((raise, instance.get_global(&mut *store, "__stack_pointer")?))
}

impl Where {
    /// Has Python write down where it is, if it was asked to.
    fn answer(&self, mut context: impl AsContextMut<Data = State>) -> wasmtime::Result<()> {
        let Some((raise, stack)) = &self.raise else { return Ok(()) };
        if !self.asked.swap(false, Ordering::SeqCst) {
            return Ok(());
        }
        let mut context = context.as_context_mut();
        // Asked again in the middle of the answer, it would never end.
        context.set_epoch_deadline(u64::MAX / 2);
        let Val::I32(before) = stack.get(&mut context) else { return Ok(()) };
        // A function that calls no other may use 128 bytes below the register (LLVM's red zone).
        stack.set(&mut context, Val::I32((before - 256) & !15))?;
        let raised = raise.call(&mut context, SIGUSR2);
        stack.set(&mut context, Val::I32(before))?;
        context.set_epoch_deadline(1);
        raised.map(|_| ())
    }
}

/// The functions that take a descriptor, once more: for those that are the runner's.
fn put_pipes_before_files(linker: &mut Linker<State>) -> wasmtime::Result<()> {
    linker.allow_shadowing(true);
    linker.func_wrap(WASI, "fd_read", |mut caller: Caller<'_, State>, fd: i32, vectors: i32, count: i32, done: i32| {
        if !Pipes::has(fd) {
            return files(&mut caller, |wasi, memory| in_tokio(original::fd_read(wasi, memory, fd, vectors, count, done)));
        }
        pipes(&mut caller, |pipes, memory| read(memory, vectors, count, done, |buffer, _| pipes.read(fd, buffer)))
    })?;
    linker.func_wrap(WASI, "fd_pread", |mut caller: Caller<'_, State>, fd: i32, vectors: i32, count: i32, offset: i64, done: i32| {
        if !Pipes::has(fd) {
            return files(&mut caller, |wasi, memory| in_tokio(original::fd_pread(wasi, memory, fd, vectors, count, offset, done)));
        }
        let offset = offset.cast_unsigned();
        pipes(&mut caller, |pipes, memory| read(memory, vectors, count, done, |buffer, read| pipes.read_at(fd, buffer, offset + read)))
    })?;
    linker.func_wrap(WASI, "fd_write", |mut caller: Caller<'_, State>, fd: i32, vectors: i32, count: i32, done: i32| {
        if !Pipes::has(fd) {
            return files(&mut caller, |wasi, memory| in_tokio(original::fd_write(wasi, memory, fd, vectors, count, done)));
        }
        pipes(&mut caller, |pipes, memory| write(memory, vectors, count, done, |bytes| pipes.write(fd, bytes)))
    })?;
    linker.func_wrap(WASI, "fd_close", |mut caller: Caller<'_, State>, fd: i32| {
        if !Pipes::has(fd) {
            return files(&mut caller, |wasi, memory| in_tokio(original::fd_close(wasi, memory, fd)));
        }
        pipes(&mut caller, |pipes, _| Err(pipes.close(fd)))
    })?;
    linker.func_wrap(WASI, "fd_fdstat_get", |mut caller: Caller<'_, State>, fd: i32, to: i32| {
        if !Pipes::has(fd) {
            return files(&mut caller, |wasi, memory| in_tokio(original::fd_fdstat_get(wasi, memory, fd, to)));
        }
        pipes(&mut caller, |pipes, memory| {
            pipes.file(fd)?;
            // `fdstat`: type of file (0, unknown), flags, rights: reading and writing.
            let mut record = [0; 24];
            for rights in [8, 16] {
                record[rights..rights + 8].copy_from_slice(&0x42_u64.to_le_bytes());
            }
            put(memory, to, &record)
        })
    })?;
    linker.func_wrap(WASI, "fd_filestat_get", |mut caller: Caller<'_, State>, fd: i32, to: i32| {
        if !Pipes::has(fd) {
            return files(&mut caller, |wasi, memory| in_tokio(original::fd_filestat_get(wasi, memory, fd, to)));
        }
        pipes(&mut caller, |pipes, memory| {
            let size = pipes.file(fd)?.metadata().map_err(|_| errno::IO)?.len();
            // `filestat`: device, number, type of file (0, unknown), links, size, three times.
            let mut record = [0; 64];
            record[32..40].copy_from_slice(&size.to_le_bytes());
            put(memory, to, &record)
        })
    })?;
    linker.func_wrap(WASI, "fd_seek", |mut caller: Caller<'_, State>, fd: i32, offset: i64, whence: i32, to: i32| {
        if !Pipes::has(fd) {
            return files(&mut caller, |wasi, memory| in_tokio(original::fd_seek(wasi, memory, fd, offset, whence, to)));
        }
        pipes(&mut caller, |pipes, _| pipes.file(fd).and(Err(errno::SPIPE)))
    })?;
    linker.func_wrap(WASI, "fd_tell", |mut caller: Caller<'_, State>, fd: i32, to: i32| {
        if !Pipes::has(fd) {
            return files(&mut caller, |wasi, memory| original::fd_tell(wasi, memory, fd, to));
        }
        pipes(&mut caller, |pipes, _| pipes.file(fd).and(Err(errno::SPIPE)))
    })?;
    linker.func_wrap(WASI, "poll_oneoff", wait)?;
    Ok(())
}

/// Calls what `wasmtime-wasi` has under that name.
fn files(
    caller: &mut Caller<'_, State>,
    call: impl FnOnce(&mut WasiP1Ctx, &mut GuestMemory<'_>) -> wiggle::error::Result<i32>,
) -> wasmtime::Result<i32> {
    let memory = memory(caller)?;
    let (bytes, state) = memory.data_and_store_mut(caller);
    call(&mut state.wasi, &mut GuestMemory::Unshared(bytes))
}

/// Does something with a pipe; what is an error inside is the number that the call gives.
fn pipes(caller: &mut Caller<'_, State>, act: impl FnOnce(&mut Pipes, &mut [u8]) -> Result<(), i32>) -> wasmtime::Result<i32> {
    let memory = memory(caller)?;
    let (bytes, state) = memory.data_and_store_mut(caller);
    Ok(act(&mut state.pipes, bytes).err().unwrap_or(errno::SUCCESS))
}

fn memory(caller: &mut Caller<'_, State>) -> wasmtime::Result<Memory> {
    match caller.data().memory {
        Some(memory) => Ok(memory),
        // Only while the module itself starts.
        None => caller.get_export("memory").and_then(Extern::into_memory).ok_or_else(|| wasmtime::Error::msg("the interpreter has no memory")),
    }
}

/// A part of Python's memory.
fn part(memory: &mut [u8], start: i32, length: u32) -> Result<&mut [u8], i32> {
    let start = start.cast_unsigned() as usize;
    start.checked_add(length as usize).and_then(|end| memory.get_mut(start..end)).ok_or(errno::FAULT)
}

fn number(memory: &mut [u8], place: i32) -> Result<u32, i32> {
    let bytes = part(memory, place, 4)?;
    Ok(bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

fn put(memory: &mut [u8], place: i32, bytes: &[u8]) -> Result<(), i32> {
    let length = u32::try_from(bytes.len()).map_err(|_| errno::FAULT)?;
    part(memory, place, length)?.copy_from_slice(bytes);
    Ok(())
}

/// Start and length of each part of a list of parts.
fn parts(memory: &mut [u8], vectors: i32, count: i32) -> Result<Vec<(i32, u32)>, i32> {
    // As many as Linux takes at once.
    if !(0..=1024).contains(&count) {
        return Err(errno::INVAL);
    }
    (0..count)
        .map(|place| Ok((number(memory, vectors.wrapping_add(place * 8))?.cast_signed(), number(memory, vectors.wrapping_add(place * 8 + 4))?)))
        .collect()
}

/// Reads into the first part that has room: a short read is allowed, and a second one might wait.
fn read(memory: &mut [u8], vectors: i32, count: i32, done: i32, source: impl FnOnce(&mut [u8], u64) -> Result<usize, i32>) -> Result<(), i32> {
    let (start, length) = parts(memory, vectors, count)?.into_iter().find(|(_, length)| *length > 0).unwrap_or((0, 0));
    let read = source(part(memory, start, length)?, 0)?;
    put(memory, done, &u32::try_from(read).map_err(|_| errno::IO)?.to_le_bytes())
}

fn write(memory: &mut [u8], vectors: i32, count: i32, done: i32, mut sink: impl FnMut(&[u8]) -> Result<usize, i32>) -> Result<(), i32> {
    let (start, length) = parts(memory, vectors, count)?.into_iter().find(|(_, length)| *length > 0).unwrap_or((0, 0));
    let written = sink(part(memory, start, length)?)?;
    put(memory, done, &u32::try_from(written).map_err(|_| errno::IO)?.to_le_bytes())
}

/// `poll_oneoff`: waits for the clock, or for one of several descriptors. Only the runner's can keep one waiting; files never do.
fn wait(mut caller: Caller<'_, State>, subscriptions: i32, events: i32, count: i32, done: i32) -> wasmtime::Result<i32> {
    let began = Instant::now();
    let memory = memory(&mut caller)?;
    let mut wanted = match read_subscriptions(memory.data_mut(&mut caller), subscriptions, count) {
        Ok(wanted) => wanted,
        Err(error) => return Ok(error),
    };
    for subscription in &mut wanted {
        if let Some(clock) = subscription.until {
            // What that clock says now, written where the events are going to be.
            let error = files(&mut caller, |wasi, memory| original::clock_time_get(wasi, memory, clock, 1, events))?;
            if error != errno::SUCCESS {
                return Ok(error);
            }
            let mut now = [0; 8];
            memory.read(&caller, events.cast_unsigned() as usize, &mut now)?;
            subscription.time = subscription.time.map(|time| time.saturating_sub(Duration::from_nanos(u64::from_le_bytes(now))));
        }
    }
    loop {
        let ready: Vec<&Subscription> = wanted.iter().filter(|subscription| subscription.is_ready(&caller.data().pipes, began)).collect();
        if !ready.is_empty() {
            return pipes(&mut caller, |_, memory| {
                for (place, subscription) in (0..).zip(&ready) {
                    put(memory, events.wrapping_add(place * 32), &subscription.event())?;
                }
                put(memory, done, &u32::try_from(ready.len()).unwrap_or(0).to_le_bytes())
            });
        }
        let left = wanted.iter().filter_map(|subscription| subscription.left(began)).min().unwrap_or(SLICE);
        thread::sleep(left.min(SLICE));
        let question = caller.data().where_is_it.clone();
        question.answer(&mut caller)?;
    }
}

/// What a program waits for.
struct Subscription {
    userdata: [u8; 8],
    /// 0 the clock, 1 reading, 2 writing.
    kind: u8,
    fd: i32,
    /// Until then, counted from the beginning of the call.
    time: Option<Duration>,
    /// The clock whose time `time` is, as long as it is that.
    until: Option<i32>,
}

fn read_subscriptions(memory: &mut [u8], from: i32, count: i32) -> Result<Vec<Subscription>, i32> {
    if !(1..=1024).contains(&count) {
        return Err(errno::INVAL);
    }
    (0..count)
        .map(|place| {
            let record: [u8; 48] = part(memory, from.wrapping_add(place * 48), 48)?.try_into().map_err(|_| errno::FAULT)?;
            let eight = |start: usize| -> [u8; 8] { std::array::from_fn(|place| record[start + place]) };
            let (userdata, kind) = (eight(0), record[8]);
            if kind > 2 {
                return Err(errno::INVAL);
            }
            let time = (kind == 0).then(|| Duration::from_nanos(u64::from_le_bytes(eight(24))));
            let fd = i32::from_le_bytes([record[16], record[17], record[18], record[19]]);
            // Of a clock: which one, and whether its own time is meant, instead of from now on.
            let until = (kind == 0 && record[40] & 1 == 1).then_some(fd);
            Ok(Subscription { userdata, kind, fd, time, until })
        })
        .collect()
}

impl Subscription {
    fn left(&self, began: Instant) -> Option<Duration> {
        self.time.map(|time| time.saturating_sub(began.elapsed()))
    }

    fn is_ready(&self, pipes: &Pipes, began: Instant) -> bool {
        match self.kind {
            0 => self.left(began) == Some(Duration::ZERO),
            1 => !Pipes::has(self.fd) || pipes.is_ready(self.fd),
            _ => true,
        }
    }

    /// The record that says it is so: what it was asked for under, no error, the kind; of a descriptor one byte.
    fn event(&self) -> [u8; 32] {
        let mut record = [0; 32];
        record[..8].copy_from_slice(&self.userdata);
        record[10] = self.kind;
        record[16] = u8::from(self.kind != 0);
        record
    }
}
