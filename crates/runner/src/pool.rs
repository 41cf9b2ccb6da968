//! Where boxes come from, and where they go: made when they are needed, or warm.
//!
//! A *warm* box stands with its interpreter in it, its worker loaded, waiting. Two are kept once an app has asked for it ([`Pool::keep_warm`]); each is used once, and
//! a replacement is started as a run begins. Nothing of a learner's has ever been in a warm box: files, input and limits come to it from outside when it is taken, and
//! the time of a run begins when its program is sent.
//!
//! While boxes are kept warm, an interpreter of each kind stands *ready* as well: new boxes hold copies of it instead of starting Python each time
//! ([`Keeper::make_ready`]). Where there can be none, everything works without, a little slower.

use crate::{
    Interpreter, RunnerError,
    cache::{self, Cache},
    sandbox::{BoxOrder, Keeper, Remains, SandboxProblem, Sandboxed},
    worker::{Host, Plan, Script, Stop, Supervisor, Worker},
};
use domain::{exercise::Limits, judge::Tier};
use rustix::{
    fd::{AsFd, OwnedFd},
    fs::{MemfdFlags, SealFlags, fcntl_add_seals, memfd_create},
};
use serde_json::json;
use std::{
    collections::HashMap,
    fs::File,
    io::Write,
    os::unix::net::UnixStream,
    path::PathBuf,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

/// After this time without a run the warm boxes are ended, and the next run starts its own. Long enough to read a lesson or to think about an exercise; what is saved
/// then is the memory of two interpreters, which an app in the background does not need.
const IDLE: Duration = Duration::from_secs(10 * 60);

/// What may be laid into a warm box beside what its program may write: the size of its work folder was set before the files were known. Larger programs get a box of
/// their own.
const ROOM_FOR_FILES: u64 = 256 * 1024;

/// A replacement is not started in the very moment in which a run begins: the first milliseconds belong to the run.
const AFTER_THE_RUN: Duration = Duration::from_millis(3);

/// The modules that every box with tests imports sooner or later: 15 ms.
const MODULES_OF_TESTS: &[&str] = &["unittest"];

/// What beginners' programs import most, and what takes longest to import: an interpreter that stands ready has it.
const MODULES_OF_PROGRAMS: &[&str] = &["collections", "datetime", "math", "random", "re", "string", "time", "typing"];

/// An interpreter, and the worker's program that it loads.
type Loaded = (PathBuf, Script);

/// Makes boxes and keeps warm ones.
pub(crate) struct Pool {
    keeper: Keeper,
    /// Interpreters that stand ready to be copied, by interpreter and the program they have loaded; `None` where one could not be had.
    ready: Mutex<HashMap<Loaded, Option<Arc<Keeper>>>>,
    state: Mutex<State>,
    changed: Condvar,
    /// The workers' programs, compiled, by interpreter. Sealed: no box can change what the next one loads.
    compiled: Mutex<HashMap<Loaded, Arc<OwnedFd>>>,
    /// Where they are kept for the next start.
    cache: Option<Cache>,
    remains: Mutex<Option<mpsc::Sender<Remains>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

#[derive(Default)]
struct State {
    /// For whom to keep boxes warm; `None` until somebody has asked for it.
    wanted: Option<(Interpreter, Tier)>,
    warm: Vec<Warm>,
    /// Whether the second box is one for tests in Python, as it was needed last, instead of a second one for programs.
    for_tests: bool,
    used: Option<Instant>,
    /// A box could not be made: nothing is tried again before the next run.
    gave_up: bool,
    closed: bool,
    /// The other end of the warm boxes' client: dropped, it ends those that are being made.
    lifeline: Option<UnixStream>,
}

struct Warm {
    worker: Worker,
    script: Script,
    tier: Tier,
    why_not_stronger: Option<String>,
}

impl Pool {
    pub(crate) fn new(keeper: Keeper) -> std::io::Result<Arc<Self>> {
        let (sender, receiver) = mpsc::channel::<Remains>();
        let pool = Arc::new(Self {
            keeper,
            ready: Mutex::default(),
            state: Mutex::default(),
            changed: Condvar::new(),
            compiled: Mutex::default(),
            cache: Cache::open(),
            remains: Mutex::new(Some(sender)),
            threads: Mutex::default(),
        });
        // Dropping remains waits for their processes.
        let burial = thread::Builder::new().name("burial".to_owned()).spawn(move || receiver.into_iter().for_each(drop))?;
        held(&pool.threads).push(burial);
        Ok(pool)
    }

    /// Has boxes kept warm from now on, and counts as a run for the time after which they are ended.
    pub(crate) fn keep_warm(self: &Arc<Self>, interpreter: &Interpreter, strongest: Tier) -> Result<(), RunnerError> {
        let mut state = held(&self.state);
        let wanted = Some((interpreter.clone(), strongest));
        if state.wanted != wanted {
            state.warm.clear();
            held(&self.ready).clear();
        }
        let first = state.wanted.is_none();
        state.wanted = wanted;
        state.used = Some(Instant::now());
        state.gave_up = false;
        drop(state);
        self.changed.notify_all();
        if first {
            let pool = self.clone();
            let warming = thread::Builder::new().name("warming".to_owned()).spawn(move || pool.stay_warm());
            held(&self.threads).push(warming.map_err(|error| RunnerError::Internal(format!("starting a thread: {error}")))?);
        }
        Ok(())
    }

    /// Makes a box.
    pub(crate) fn make(&self, order: &BoxOrder) -> Result<Sandboxed, SandboxProblem> {
        if let Some((known, ready)) = self.ready_for(order) {
            match ready.make(order, None) {
                Err(_) if !ready.is_alive() => drop(held(&self.ready).remove(&known)),
                made => return made,
            }
        }
        let code = self.compiled(&order.interpreter, order.tier, order.script);
        self.keeper.make(order, code.as_ref().map(|code| code.as_fd()))
    }

    /// The interpreter that stands ready for such a box, if there is one.
    fn ready_for(&self, order: &BoxOrder) -> Option<(Loaded, Arc<Keeper>)> {
        let script = if order.script == Script::Learner { Script::Objects } else { order.script };
        let known = (order.interpreter.program(order.tier).to_path_buf(), script);
        let ready = held(&self.ready).get(&known).cloned()??;
        Some((known, ready))
    }

    /// Has an interpreter stand ready for a worker's program that was compiled.
    fn stand_ready(&self, interpreter: &Interpreter, script: Script) {
        let known = (interpreter.path.clone(), script);
        if !interpreter.has_native() || held(&self.ready).contains_key(&known) {
            return;
        }
        let Some(code) = self.compiled(interpreter, Tier::A, script) else { return };
        let modules = if script == Script::Tests { MODULES_OF_TESTS } else { MODULES_OF_PROGRAMS };
        let ready = self.keeper.make_ready(interpreter, code.as_fd(), modules);
        held(&self.ready).insert(known, ready.ok().map(Arc::new));
    }

    /// A worker's program, if it was compiled, now or at another time.
    fn compiled(&self, interpreter: &Interpreter, tier: Tier, script: Script) -> Option<Arc<OwnedFd>> {
        let known = (interpreter.program(tier).to_path_buf(), script);
        if let Some(code) = held(&self.compiled).get(&known) {
            return Some(code.clone());
        }
        let (name, key) = cache::compiled(interpreter, tier, script.text())?;
        let bytes = self.cache.as_ref()?.read(&name, &key)?;
        let code = Arc::new(sealed(&bytes).ok()?);
        Some(held(&self.compiled).entry(known).or_insert(code).clone())
    }

    /// Whether a worker's program is there in compiled form: for that tier, or for the one that is left where no other can be had.
    fn is_compiled(&self, interpreter: &Interpreter, strongest: Tier, script: Script) -> bool {
        self.compiled(interpreter, strongest, script).is_some() || self.compiled(interpreter, Tier::C, script).is_some()
    }

    /// Compiles the workers' programs, unless that was done, and keeps them for the next start. An app that stays does it before its first run.
    pub(crate) fn compile_for_next_time(self: &Arc<Self>, interpreter: &Interpreter, strongest: Tier) {
        // The last one is written when all others are.
        let [.., last] = Script::ALL;
        if self.cache.is_none() || held(&self.state).wanted.is_some() || self.is_compiled(interpreter, strongest, last) {
            return;
        }
        let Ok((client, _lifeline)) = UnixStream::pair() else { return };
        // Without them the next start takes a little longer.
        let _ = self.compile(&Host { pool: self.clone(), client }, interpreter, strongest);
    }

    /// A warm box for that plan, of tier `exactly` if one is named, else of the strongest one that may be used. [`Pool::refill`] starts a replacement.
    pub(crate) fn take(&self, plan: &Plan<'_>, strongest: Tier, exactly: Option<Tier>) -> Option<(Worker, Tier, Option<String>)> {
        let mut state = held(&self.state);
        let (interpreter, wanted) = state.wanted.as_ref()?;
        if interpreter != plan.interpreter || (exactly.is_none() && *wanted != strongest) {
            return None;
        }
        state.used = Some(Instant::now());
        state.gave_up = false;
        // The first box of a request says what kind it is.
        if exactly.is_none() {
            state.for_tests = plan.script == Script::Objects;
        }
        if plan.limits.file_bytes != Limits::default().file_bytes || plan.own_bytes() > ROOM_FOR_FILES {
            return None;
        }
        while let Some(place) = state.warm.iter().position(|warm| fits(warm.script, plan.script) && exactly.is_none_or(|tier| tier == warm.tier)) {
            let Warm { mut worker, tier, why_not_stronger, .. } = state.warm.swap_remove(place);
            if worker.is_alive() {
                return Some((worker, tier, why_not_stronger));
            }
        }
        None
    }

    /// Has boxes made for those that were taken. Not done by taking one: what begins is to come first.
    pub(crate) fn refill(&self) {
        self.changed.notify_all();
    }

    /// Waits in the background until what is left of a box is gone.
    pub(crate) fn bury(&self, remains: Remains) {
        if let Some(sender) = &*held(&self.remains)
            && let Err(mpsc::SendError(remains)) = sender.send(remains)
        {
            drop(remains);
        }
    }

    /// Ends all warm boxes and waits until everything is gone.
    pub(crate) fn close(&self) {
        let (warm, lifeline) = {
            let mut state = held(&self.state);
            state.closed = true;
            (std::mem::take(&mut state.warm), state.lifeline.take())
        };
        self.changed.notify_all();
        drop((warm, lifeline));
        held(&self.ready).clear();
        held(&self.remains).take();
        let threads = std::mem::take(&mut *held(&self.threads));
        for thread in threads {
            let _ = thread.join();
        }
    }

    /// The life of the thread that warms.
    fn stay_warm(self: Arc<Self>) {
        let mut state = held(&self.state);
        while !state.closed {
            let idle = state.used.map_or(IDLE, |used| used.elapsed());
            if idle >= IDLE {
                state.warm.clear();
                held(&self.ready).clear();
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let missing = state.missing().zip(state.wanted.clone());
            let Some((script, (interpreter, strongest))) = missing.filter(|_| !state.gave_up) else {
                let rest = IDLE - idle;
                state = self.changed.wait_timeout(state, rest).unwrap_or_else(PoisonError::into_inner).0;
                continue;
            };
            drop(state);
            thread::sleep(AFTER_THE_RUN);
            let warm = self.warm(&interpreter, strongest, script);
            state = held(&self.state);
            match warm {
                Ok(warm) if !state.closed && state.wanted.as_ref() == Some(&(interpreter, strongest)) => state.warm.push(warm),
                Ok(_) => {}
                Err(_) => state.gave_up = true,
            }
        }
    }

    /// Makes a warm box.
    fn warm(self: &Arc<Self>, interpreter: &Interpreter, strongest: Tier, script: Script) -> Result<Warm, RunnerError> {
        let (client, lifeline) = UnixStream::pair().map_err(|error| RunnerError::Internal(format!("making a pair of sockets: {error}")))?;
        {
            let mut state = held(&self.state);
            if state.closed {
                return Err(RunnerError::Internal("it is closed".to_owned()));
            }
            state.lifeline = Some(lifeline);
        }
        let host = Host { pool: self.clone(), client };
        if !self.is_compiled(interpreter, strongest, script) {
            self.compile(&host, interpreter, strongest)?;
        }
        self.stand_ready(interpreter, script);
        // More than any exercise may ask for: limits can be made less later, not more. The size of the work folder stays what it is.
        let limits = Limits { file_bytes: Limits::default().file_bytes, ..most() };
        let plan = Plan { host: &host, interpreter, limits, files: &[], room: ROOM_FOR_FILES, stdin: "", script };
        let (mut supervisor, mut worker) = Supervisor::open_cold(limits, strongest, false, &plan)?;
        let ready = (|| {
            supervisor.start_clock();
            let answer = supervisor.prepare(&mut worker, "")?;
            let modules = if script == Script::Tests { MODULES_OF_TESTS } else { &[] };
            supervisor.ask(&mut worker, json!({ "do": "warm", "modules": modules }))?;
            worker.is_warm(answer.version.unwrap_or_default())
        })();
        ready.map_err(|stop: Stop| RunnerError::Internal(format!("warming an interpreter: {stop:?}")))?;
        Ok(Warm { worker, script, tier: supervisor.tier(), why_not_stronger: supervisor.why_not_stronger.take() })
    }

    /// Compiles the workers' programs, in a box of their own in which no learner's program ever runs.
    fn compile(&self, host: &Host, interpreter: &Interpreter, strongest: Tier) -> Result<(), RunnerError> {
        let limits = most();
        let plan = Plan { host, interpreter, limits, files: &[], room: 0, stdin: "", script: Script::Learner };
        let (mut supervisor, mut worker) = Supervisor::open_cold(limits, strongest, false, &plan)?;
        supervisor.start_clock();
        let compiled = (|| {
            supervisor.prepare(&mut worker, "")?;
            Script::ALL
                .map(|script| supervisor.ask(&mut worker, json!({ "do": "compile", "text": script.text() })).map(|answer| (script, answer.value)))
                .into_iter()
                .collect::<Result<Vec<_>, Stop>>()
        })();
        supervisor.end(&mut worker);
        let failed = |why: String| RunnerError::Internal(format!("compiling the workers' programs: {why}"));
        for (script, value) in compiled.map_err(|stop| failed(format!("{stop:?}")))? {
            let bytes =
                value.as_ref().and_then(|value| read_hexadecimal(value.as_str()?)).ok_or_else(|| failed("the answer is no code".to_owned()))?;
            let code = sealed(&bytes).map_err(|error| failed(error.to_string()))?;
            let tier = supervisor.tier();
            if let (Some(cache), Some((name, key))) = (&self.cache, cache::compiled(interpreter, tier, script.text())) {
                cache.write(&name, &key, &bytes);
            }
            held(&self.compiled).insert((interpreter.program(tier).to_path_buf(), script), Arc::new(code));
        }
        Ok(())
    }
}

impl std::fmt::Debug for Pool {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Pool").field("warm", &held(&self.state).warm.len()).finish_non_exhaustive()
    }
}

impl State {
    /// What is to be warmed next.
    fn missing(&self) -> Option<Script> {
        let programs = self.warm.iter().filter(|warm| warm.script == Script::Objects).count();
        let tests = self.warm.len() - programs;
        match (programs, tests) {
            (0, _) => Some(Script::Objects),
            (_, 0) if self.for_tests => Some(Script::Tests),
            (1, 0) => Some(Script::Objects),
            _ => None,
        }
    }
}

/// A box whose worker serves tests in Python serves programs and data tests too.
fn fits(warm: Script, wanted: Script) -> bool {
    warm == wanted || (warm, wanted) == (Script::Objects, Script::Learner)
}

/// The most that any program gets.
fn most() -> Limits {
    Limits { wall_ms: u32::MAX, memory_mb: u32::MAX, output_bytes: u32::MAX, file_bytes: u32::MAX }.within_bounds()
}

/// A file in memory that nobody can change any more.
fn sealed(bytes: &[u8]) -> std::io::Result<OwnedFd> {
    let mut file = File::from(memfd_create("code", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING)?);
    file.write_all(bytes)?;
    fcntl_add_seals(&file, SealFlags::WRITE | SealFlags::GROW | SealFlags::SHRINK | SealFlags::SEAL)?;
    Ok(file.into())
}

fn read_hexadecimal(text: &str) -> Option<Vec<u8>> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    let digit = |digit: u8| char::from(digit).to_digit(16);
    pairs.iter().map(|[high, low]| u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()).collect()
}

/// A lock that a panic elsewhere does not take from us: what it guards is changed in single steps.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
