//! Windows: an AppContainer, a job object, rights on files. Never run: see [`super`].
//!
//! - Each box is an AppContainer of its own, made for it and removed with it. It has no capability of the system's, so no network, and reaches only what is given to it by
//!   name: its work folder, and the interpreter's folders through a capability of our own that means nothing else.
//! - A job object ends everything with its handle, allows one process, limits memory and processor time, and keeps off desktop, clipboard and other windows.
//! - The process is created suspended, put into the job, and only then goes on. It inherits exactly the handles that are listed.
#![allow(unsafe_code, reason = "all of it is calls of the system's")]

use super::{
    Inside, SandboxProblem,
    common::{BoxOrder, Death, Doing, ENVIRONMENT, Ended, OPTIONS, address_space, cpu_seconds},
};
use crate::{
    Interpreter,
    platform::{Folder, fill_with_random},
};
use domain::exercise::Limits;
use std::{
    ffi::{OsStr, OsString, c_void},
    io::{self, Write},
    mem,
    os::windows::{
        ffi::OsStrExt,
        io::{AsRawHandle, FromRawHandle, OwnedHandle},
    },
    path::{Path, PathBuf},
    ptr, thread,
    time::Duration,
};
use windows_sys::Win32::{
    Foundation::{
        ERROR_NOT_ENOUGH_QUOTA, ERROR_SUCCESS, FILETIME, GENERIC_EXECUTE, GENERIC_READ, HANDLE, HANDLE_FLAG_INHERIT, LocalFree,
        STATUS_COMMITMENT_LIMIT, STATUS_NO_MEMORY, STATUS_QUOTA_EXCEEDED, SetHandleInformation, WAIT_OBJECT_0,
    },
    Security::{
        ACL,
        Authorization::{
            EXPLICIT_ACCESS_W, GRANT_ACCESS, GetExplicitEntriesFromAclW, GetNamedSecurityInfoW, SE_FILE_OBJECT, SetEntriesInAclW,
            SetNamedSecurityInfoW, TRUSTEE_IS_SID, TRUSTEE_IS_UNKNOWN, TRUSTEE_W,
        },
        CONTAINER_INHERIT_ACE, DACL_SECURITY_INFORMATION, DeriveCapabilitySidsFromName, EqualSid, FreeSid, INHERIT_ONLY_ACE,
        Isolation::{CreateAppContainerProfile, DeleteAppContainerProfile},
        OBJECT_INHERIT_ACE, PSECURITY_DESCRIPTOR, PSID, SECURITY_CAPABILITIES, SID_AND_ATTRIBUTES, SUB_CONTAINERS_AND_OBJECTS_INHERIT,
    },
    Storage::FileSystem::{DELETE, FILE_DELETE_CHILD, FILE_GENERIC_EXECUTE, FILE_GENERIC_READ, FILE_GENERIC_WRITE},
    System::{
        JobObjects::{
            AssignProcessToJobObject, CreateJobObjectW, JOB_OBJECT_LIMIT_ACTIVE_PROCESS, JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION,
            JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE, JOB_OBJECT_LIMIT_PROCESS_MEMORY, JOB_OBJECT_LIMIT_PROCESS_TIME, JOB_OBJECT_UILIMIT_DESKTOP,
            JOB_OBJECT_UILIMIT_DISPLAYSETTINGS, JOB_OBJECT_UILIMIT_EXITWINDOWS, JOB_OBJECT_UILIMIT_GLOBALATOMS, JOB_OBJECT_UILIMIT_HANDLES,
            JOB_OBJECT_UILIMIT_READCLIPBOARD, JOB_OBJECT_UILIMIT_SYSTEMPARAMETERS, JOB_OBJECT_UILIMIT_WRITECLIPBOARD,
            JOBOBJECT_BASIC_UI_RESTRICTIONS, JOBOBJECT_EXTENDED_LIMIT_INFORMATION, JobObjectBasicUIRestrictions, JobObjectExtendedLimitInformation,
            QueryInformationJobObject, SetInformationJobObject, TerminateJobObject,
        },
        SystemServices::SE_GROUP_ENABLED,
        Threading::{
            CREATE_SUSPENDED, CREATE_UNICODE_ENVIRONMENT, CreateProcessW, DETACHED_PROCESS, DeleteProcThreadAttributeList,
            EXTENDED_STARTUPINFO_PRESENT, GetExitCodeProcess, GetProcessTimes, InitializeProcThreadAttributeList, LPPROC_THREAD_ATTRIBUTE_LIST,
            PROC_THREAD_ATTRIBUTE_CHILD_PROCESS_POLICY, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, PROC_THREAD_ATTRIBUTE_SECURITY_CAPABILITIES,
            PROCESS_INFORMATION, ResumeThread, STARTF_USESTDHANDLES, STARTUPINFOEXW, STARTUPINFOW, TerminateProcess, UpdateProcThreadAttribute,
            WaitForSingleObject,
        },
    },
};

/// What holds here, in words.
pub(super) const LAYERS: &str = "an AppContainer of Windows in a job object";

/// The capability by which boxes read the interpreter's folders. It is ours, and no program of the system's knows it.
const READS_INTERPRETER: &str = "learningStudioReadsInterpreter";

/// `PROCESS_CREATION_CHILD_PROCESS_RESTRICTED` of `<winbase.h>`.
static NO_CHILDREN: u32 = 1;

/// The interpreter's first lines: turns the handles into descriptors, writes line ends as they are, and goes on with the
/// worker's program, which is too long for a command line here. One line, and no double quotes, because of how a command line is taken apart.
const LOADER: &str = "import sys, msvcrt, nt; \
    sys.argv[1:] = [str(msvcrt.open_osfhandle(int(handle), nt.O_BINARY)) for handle in sys.argv[1:]]; \
    sys.stdout.reconfigure(newline='\\n'); sys.stderr.reconfigure(newline='\\n'); \
    exec(open(int(sys.argv.pop()), encoding='utf-8').read())";

/// As the system's other calls want it, which do not take the long form.
pub(super) fn real_path(path: &Path) -> io::Result<PathBuf> {
    std::path::absolute(path)
}

pub(super) fn open_folder(path: &Path) -> io::Result<Folder> {
    Ok(path.to_path_buf())
}

impl Ended {
    /// What ended it, by its exit code.
    pub(crate) fn death(self) -> Death {
        /// What `abort` gives, with which Python ends where it cannot go on.
        const ABORTED: u32 = 3;
        /// Where the codes of faults begin.
        const FAULTS: u32 = 0xC000_0000;
        match self.status.cast_unsigned() {
            ERROR_NOT_ENOUGH_QUOTA => Death::Processor,
            code if code == STATUS_QUOTA_EXCEEDED.cast_unsigned() => Death::Processor,
            code if [STATUS_NO_MEMORY, STATUS_COMMITMENT_LIMIT].map(i32::cast_unsigned).contains(&code) => Death::Memory,
            ABORTED | FAULTS.. => Death::Fault,
            _ => Death::Itself,
        }
    }
}

/// The interpreter's process. The job ends with its handle, and the process with the job.
pub(super) struct Process {
    process: OwnedHandle,
    job: OwnedHandle,
    /// Removed when the process is gone.
    _container: Container,
}

impl Process {
    pub(super) fn start(order: &BoxOrder, work: &Path, inside: Inside) -> Result<Self, SandboxProblem> {
        let container = Container::new()?;
        let capability = Capability::new(READS_INTERPRETER)?;
        give_work_folder(work, container.sid)?;
        let interpreter = &order.interpreter;
        for folder in readable(interpreter) {
            // What may not be changed, such as `Program Files`, may be read by every container already. Where it may not, the interpreter does not start, and that is told.
            let _ = let_read(&folder, capability.sid());
        }
        let (script, mut script_pipe) = io::pipe().doing("making a pipe")?;
        let text = order.script.text();
        // It does not fit into the pipe. If the process ends before it was read, writing fails and the thread ends.
        thread::Builder::new().name("script".to_owned()).spawn(move || script_pipe.write_all(text.as_bytes())).doing("starting a thread")?;

        let script = OwnedHandle::from(script);
        let standard = [OwnedHandle::from(inside.stdin), inside.stdout, inside.stderr];
        let for_worker = [inside.requests, inside.answers, inside.trace, inside.live_input, script];
        let handles: Vec<HANDLE> = standard.iter().chain(&for_worker).map(AsRawHandle::as_raw_handle).collect();
        for handle in &handles {
            // SAFETY: the handle is open, because `standard` and `for_worker` own it.
            ok(unsafe { SetHandleInformation(*handle, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT) }).doing("giving the pipes")?;
        }
        let job = new_job(order.limits)?;
        let granted = [SID_AND_ATTRIBUTES { Sid: capability.sid(), Attributes: SE_GROUP_ENABLED.cast_unsigned() }];
        let capabilities =
            SECURITY_CAPABILITIES { AppContainerSid: container.sid, Capabilities: granted.as_ptr().cast_mut(), CapabilityCount: 1, Reserved: 0 };
        let mut attributes = Attributes::new(3)?;
        attributes.add(PROC_THREAD_ATTRIBUTE_SECURITY_CAPABILITIES, &raw const capabilities, size_of::<SECURITY_CAPABILITIES>())?;
        attributes.add(PROC_THREAD_ATTRIBUTE_HANDLE_LIST, handles.as_ptr(), mem::size_of_val(&handles[..]))?;
        attributes.add(PROC_THREAD_ATTRIBUTE_CHILD_PROCESS_POLICY, &raw const NO_CHILDREN, size_of::<u32>())?;

        let startup = STARTUPINFOEXW {
            StartupInfo: STARTUPINFOW {
                cb: u32::try_from(size_of::<STARTUPINFOEXW>()).doing("the size of a structure")?,
                dwFlags: STARTF_USESTDHANDLES,
                hStdInput: handles[0],
                hStdOutput: handles[1],
                hStdError: handles[2],
                ..STARTUPINFOW::default()
            },
            lpAttributeList: attributes.list(),
        };
        let program = wide(&interpreter.path);
        let mut line = wide(command_line(&interpreter.path, for_worker.iter().map(|handle| handle.as_raw_handle().addr())));
        let (environment, folder) = (environment(work), wide(work));
        let mut created = PROCESS_INFORMATION::default();
        let flags = CREATE_SUSPENDED | CREATE_UNICODE_ENVIRONMENT | DETACHED_PROCESS | EXTENDED_STARTUPINFO_PRESENT;
        // SAFETY: all texts end with NUL, the environment with two; the command line may be written to; the attributes, and what they point to (`capabilities`, `granted`, `handles`,
        // both SIDs), live until after the call; the size in `startup` is that of the whole structure, as EXTENDED_STARTUPINFO_PRESENT asks for.
        let result = unsafe {
            CreateProcessW(
                program.as_ptr(),
                line.as_mut_ptr(),
                ptr::null(),
                ptr::null(),
                1,
                flags,
                environment.as_ptr().cast(),
                folder.as_ptr(),
                &raw const startup.StartupInfo,
                &raw mut created,
            )
        };
        ok(result).doing(&format!("starting {}", interpreter.path.display()))?;
        // SAFETY: the call worked, so both are open handles that nobody else owns.
        let (process, thread) = unsafe { (OwnedHandle::from_raw_handle(created.hProcess), OwnedHandle::from_raw_handle(created.hThread)) };
        // SAFETY: both handles are open.
        let assigned = ok(unsafe { AssignProcessToJobObject(job.as_raw_handle(), process.as_raw_handle()) });
        if let Err(error) = assigned {
            // Not in the job, so the job's end would not end it. It has not run a single instruction.
            // SAFETY: the handle is open.
            unsafe { TerminateProcess(process.as_raw_handle(), 1) };
            return Err(SandboxProblem::new(format!("putting the interpreter into its job: {error}")));
        }
        // SAFETY: the handle is open.
        if unsafe { ResumeThread(thread.as_raw_handle()) } == u32::MAX {
            return Err(SandboxProblem::new(format!("letting the interpreter go on: {}", io::Error::last_os_error())));
        }
        Ok(Self { process, job, _container: container })
    }

    pub(super) fn poll_end(&mut self) -> Option<Ended> {
        // SAFETY: the handle is open.
        if unsafe { WaitForSingleObject(self.process.as_raw_handle(), 0) } != WAIT_OBJECT_0 {
            return None;
        }
        let mut code = 0;
        // SAFETY: the handle is open and the pointer is to a live number.
        if unsafe { GetExitCodeProcess(self.process.as_raw_handle(), &raw mut code) } == 0 {
            code = 0;
        }
        let cpu_ms = self.cpu_time().and_then(|time| time.as_millis().try_into().ok()).unwrap_or(0);
        Some(Ended { status: code.cast_signed(), cpu_ms, memory_kb: self.peak_memory().unwrap_or(0) / 1024 })
    }

    /// The most memory that the process ever had, in bytes.
    fn peak_memory(&self) -> Option<u64> {
        let mut limits = JOBOBJECT_EXTENDED_LIMIT_INFORMATION::default();
        let size = u32::try_from(size_of_val(&limits)).ok()?;
        // SAFETY: the handle is open, and the pointer is to a live structure of the kind and size that are named.
        let result = unsafe {
            QueryInformationJobObject(self.job.as_raw_handle(), JobObjectExtendedLimitInformation, (&raw mut limits).cast(), size, ptr::null_mut())
        };
        (result != 0).then_some(limits.PeakProcessMemoryUsed as u64)
    }

    pub(super) fn kill(&self) {
        // SAFETY: the handle is open. The job has this process only.
        unsafe { TerminateJobObject(self.job.as_raw_handle(), 1) };
    }

    /// There are no signals.
    #[expect(clippy::unused_self, reason = "on macOS there are")]
    pub(super) fn signal(&self, _: i32) -> bool {
        false
    }

    pub(super) fn cpu_time(&self) -> Option<Duration> {
        let [mut created, mut exited, mut kernel, mut user] = [FILETIME::default(); 4];
        // SAFETY: the handle is open and the pointers are to live structures of the type the call writes.
        let result = unsafe { GetProcessTimes(self.process.as_raw_handle(), &raw mut created, &raw mut exited, &raw mut kernel, &raw mut user) };
        // In units of 100 nanoseconds.
        let units = |time: FILETIME| (u64::from(time.dwHighDateTime) << 32) | u64::from(time.dwLowDateTime);
        (result != 0).then(|| Duration::from_nanos((units(kernel) + units(user)).saturating_mul(100)))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// An AppContainer of one box. Dropped, its profile is removed; a runner that is killed leaves it, and it gives nobody anything.
struct Container {
    name: Vec<u16>,
    sid: PSID,
}

impl Container {
    fn new() -> Result<Self, SandboxProblem> {
        let mut random = [0; 16];
        fill_with_random(&mut random).doing("naming the container")?;
        let name = wide(format!("learning-studio.{:032x}", u128::from_ne_bytes(random)));
        let title = wide("Learning Studio: a learner's program");
        let mut sid: PSID = ptr::null_mut();
        // SAFETY: the texts end with NUL, there are no capabilities, and the pointer is to a live variable. (A name has at most 64 characters; this has 48.)
        let result = unsafe { CreateAppContainerProfile(name.as_ptr(), title.as_ptr(), title.as_ptr(), ptr::null(), 0, &raw mut sid) };
        if result < 0 {
            return Err(SandboxProblem::new(format!("making an AppContainer: {}", io::Error::from_raw_os_error(result))));
        }
        Ok(Self { name, sid })
    }
}

impl Drop for Container {
    fn drop(&mut self) {
        // SAFETY: the name ends with NUL, and the SID is the one that the system made for us and that is freed with this function.
        unsafe {
            DeleteAppContainerProfile(self.name.as_ptr());
            FreeSid(self.sid);
        }
    }
}

/// The SIDs of a capability.
struct Capability {
    groups: (*mut PSID, u32),
    own: (*mut PSID, u32),
}

impl Capability {
    fn new(name: &str) -> Result<Self, SandboxProblem> {
        let name = wide(name);
        let (mut groups, mut own) = ((ptr::null_mut(), 0), (ptr::null_mut(), 0));
        // SAFETY: the name ends with NUL, and the pointers are to live variables.
        let result = unsafe { DeriveCapabilitySidsFromName(name.as_ptr(), &raw mut groups.0, &raw mut groups.1, &raw mut own.0, &raw mut own.1) };
        ok(result).doing("naming the capability")?;
        let capability = Self { groups, own };
        if own.1 == 0 { Err(SandboxProblem::new("the capability has no SID")) } else { Ok(capability) }
    }

    fn sid(&self) -> PSID {
        // SAFETY: there is at least one, which `new` has made sure of.
        unsafe { *self.own.0 }
    }
}

impl Drop for Capability {
    fn drop(&mut self) {
        for (list, count) in [self.groups, self.own] {
            for place in 0..count as usize {
                // SAFETY: the system gave a list of so many, each of which is ours to free so.
                unsafe { LocalFree((*list.add(place)).cast()) };
            }
            // SAFETY: as above; null is freed without harm.
            unsafe { LocalFree(list.cast()) };
        }
    }
}

/// A job for one process.
fn new_job(limits: Limits) -> Result<OwnedHandle, SandboxProblem> {
    // SAFETY: neither attributes nor a name are given.
    let job = unsafe { CreateJobObjectW(ptr::null(), ptr::null()) };
    if job.is_null() {
        return Err(SandboxProblem::new(format!("making a job: {}", io::Error::last_os_error())));
    }
    // SAFETY: it is open, and nobody else owns it.
    let job = unsafe { OwnedHandle::from_raw_handle(job) };
    let mut information = JOBOBJECT_EXTENDED_LIMIT_INFORMATION::default();
    let basic = &mut information.BasicLimitInformation;
    basic.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
        | JOB_OBJECT_LIMIT_ACTIVE_PROCESS
        | JOB_OBJECT_LIMIT_PROCESS_MEMORY
        | JOB_OBJECT_LIMIT_PROCESS_TIME
        | JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION;
    basic.ActiveProcessLimit = 1;
    // In units of 100 nanoseconds.
    basic.PerProcessUserTimeLimit = i64::try_from(cpu_seconds(limits) * 10_000_000).doing("the processor time")?;
    information.ProcessMemoryLimit = usize::try_from(address_space(limits)).doing("the memory")?;
    let screen = JOBOBJECT_BASIC_UI_RESTRICTIONS {
        UIRestrictionsClass: JOB_OBJECT_UILIMIT_DESKTOP
            | JOB_OBJECT_UILIMIT_DISPLAYSETTINGS
            | JOB_OBJECT_UILIMIT_EXITWINDOWS
            | JOB_OBJECT_UILIMIT_GLOBALATOMS
            | JOB_OBJECT_UILIMIT_HANDLES
            | JOB_OBJECT_UILIMIT_READCLIPBOARD
            | JOB_OBJECT_UILIMIT_SYSTEMPARAMETERS
            | JOB_OBJECT_UILIMIT_WRITECLIPBOARD,
    };
    let parts: [(_, *const c_void, usize); 2] = [
        (JobObjectExtendedLimitInformation, (&raw const information).cast(), size_of_val(&information)),
        (JobObjectBasicUIRestrictions, (&raw const screen).cast(), size_of_val(&screen)),
    ];
    for (kind, part, size) in parts {
        let size = u32::try_from(size).doing("the size of a structure")?;
        // SAFETY: the handle is open, and the pointer is to a live structure of the kind and size that are named.
        ok(unsafe { SetInformationJobObject(job.as_raw_handle(), kind, part, size) }).doing("limiting the job")?;
    }
    Ok(job)
}

/// What a new process is given beside its command line.
struct Attributes {
    /// Room for them, as the system wants it; of a type that is aligned well enough.
    room: Vec<u64>,
}

impl Attributes {
    fn new(count: u32) -> Result<Self, SandboxProblem> {
        let mut size = 0;
        // SAFETY: without a list the call only says how much room it needs, which it does by failing.
        unsafe { InitializeProcThreadAttributeList(ptr::null_mut(), count, 0, &raw mut size) };
        let mut room: Vec<u64> = vec![0; size.div_ceil(8)];
        // SAFETY: the list has as much room as the system asked for.
        ok(unsafe { InitializeProcThreadAttributeList(room.as_mut_ptr().cast(), count, 0, &raw mut size) }).doing("preparing a process")?;
        Ok(Self { room })
    }

    fn list(&mut self) -> LPPROC_THREAD_ATTRIBUTE_LIST {
        self.room.as_mut_ptr().cast()
    }

    /// `value` must live as long as the list is used.
    fn add<T>(&mut self, attribute: u32, value: *const T, size: usize) -> Result<(), SandboxProblem> {
        // SAFETY: the list was initialised for as many attributes as `start` adds; the value is a live one of that size, and stays so until the process is made.
        let result = unsafe { UpdateProcThreadAttribute(self.list(), 0, attribute as usize, value.cast(), size, ptr::null_mut(), ptr::null()) };
        ok(result).doing("preparing a process")
    }
}

impl Drop for Attributes {
    fn drop(&mut self) {
        // SAFETY: it was initialised in `new`, and nobody uses it any more.
        unsafe { DeleteProcThreadAttributeList(self.list()) };
    }
}

/// What the interpreter must be able to read: its own folder with all below, and what lies elsewhere.
fn readable(interpreter: &Interpreter) -> Vec<PathBuf> {
    let own = interpreter.path.parent().map(Path::to_path_buf);
    let elsewhere = interpreter.reads.iter().filter(|path| !own.as_ref().is_some_and(|own| path.starts_with(own))).cloned();
    own.iter().cloned().chain(elsewhere).collect()
}

/// Lets the container read, write and remove in its work folder, but start nothing from there.
fn give_work_folder(work: &Path, container: PSID) -> Result<(), SandboxProblem> {
    let use_it = FILE_GENERIC_READ | FILE_GENERIC_WRITE | DELETE | FILE_DELETE_CHILD;
    let entries = [
        // Of a folder the right to execute is that to go into it.
        entry(container, use_it | FILE_GENERIC_EXECUTE, CONTAINER_INHERIT_ACE),
        entry(container, use_it, OBJECT_INHERIT_ACE | INHERIT_ONLY_ACE),
    ];
    add_rights(work, &entries).doing("giving the work folder")
}

/// Lets a capability read a folder and all below, for ever: it is done once for each interpreter.
fn let_read(folder: &Path, capability: PSID) -> io::Result<()> {
    if names(folder, capability)? {
        return Ok(());
    }
    add_rights(folder, &[entry(capability, GENERIC_READ | GENERIC_EXECUTE, SUB_CONTAINERS_AND_OBJECTS_INHERIT)])
}

fn entry(sid: PSID, rights: u32, inherited: u32) -> EXPLICIT_ACCESS_W {
    EXPLICIT_ACCESS_W {
        grfAccessPermissions: rights,
        grfAccessMode: GRANT_ACCESS,
        grfInheritance: inherited,
        Trustee: TRUSTEE_W { TrusteeForm: TRUSTEE_IS_SID, TrusteeType: TRUSTEE_IS_UNKNOWN, ptstrName: sid.cast(), ..TRUSTEE_W::default() },
    }
}

/// The access list of a folder, and what the system keeps it in.
struct Rights {
    list: *mut ACL,
    descriptor: PSECURITY_DESCRIPTOR,
}

impl Rights {
    fn of(folder: &Path) -> io::Result<Self> {
        let mut rights = Self { list: ptr::null_mut(), descriptor: ptr::null_mut() };
        // SAFETY: the path ends with NUL, and the pointers are to live variables or null.
        let result = unsafe {
            GetNamedSecurityInfoW(
                wide(folder).as_ptr(),
                SE_FILE_OBJECT,
                DACL_SECURITY_INFORMATION,
                ptr::null_mut(),
                ptr::null_mut(),
                &raw mut rights.list,
                ptr::null_mut(),
                &raw mut rights.descriptor,
            )
        };
        worked(result).map(|()| rights)
    }
}

impl Drop for Rights {
    fn drop(&mut self) {
        // SAFETY: the system gave it, and it is ours to free so; null is freed without harm. The list is a part of it.
        unsafe { LocalFree(self.descriptor.cast()) };
    }
}

/// Whether a folder's access list speaks of that SID already.
fn names(folder: &Path, sid: PSID) -> io::Result<bool> {
    let rights = Rights::of(folder)?;
    let (mut count, mut entries) = (0, ptr::null_mut());
    // SAFETY: the list, where there is one, lives as long as `rights`, and the pointers are to live variables.
    worked(unsafe { GetExplicitEntriesFromAclW(rights.list, &raw mut count, &raw mut entries) })?;
    let found = (0..count as usize).any(|place| {
        // SAFETY: there are so many entries; where a trustee is told by its SID, this pointer is the SID.
        unsafe {
            let trustee = &(*entries.add(place)).Trustee;
            trustee.TrusteeForm == TRUSTEE_IS_SID && EqualSid(trustee.ptstrName.cast(), sid) != 0
        }
    });
    // SAFETY: the system gave it, and it is ours to free so.
    unsafe { LocalFree(entries.cast()) };
    Ok(found)
}

/// Adds to a folder's access list.
fn add_rights(folder: &Path, entries: &[EXPLICIT_ACCESS_W]) -> io::Result<()> {
    let rights = Rights::of(folder)?;
    if rights.list.is_null() {
        // Everybody may do everything there, as on a disk that keeps no rights. A list with these entries alone would shut out everybody else.
        return Ok(());
    }
    let count = u32::try_from(entries.len()).map_err(io::Error::other)?;
    let mut list: *mut ACL = ptr::null_mut();
    // SAFETY: there are so many entries, whose SIDs live as long as their owners in `start`; the old list lives as long as `rights`.
    worked(unsafe { SetEntriesInAclW(count, entries.as_ptr(), rights.list, &raw mut list) })?;
    // SAFETY: the path ends with NUL, the list was just made, and nothing else is changed.
    let result = unsafe {
        SetNamedSecurityInfoW(wide(folder).as_ptr(), SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, ptr::null_mut(), ptr::null_mut(), list, ptr::null())
    };
    // SAFETY: the system gave it, and it is ours to free so.
    unsafe { LocalFree(list.cast()) };
    worked(result)
}

/// The interpreter's command line. A path has no double quotes on Windows, and nothing else here has any either.
fn command_line(path: &Path, handles: impl Iterator<Item = usize>) -> OsString {
    let mut line = OsString::from("\"");
    line.push(path);
    line.push(format!("\" {} -c \"{LOADER}\"", OPTIONS.join(" ")));
    for handle in handles {
        line.push(format!(" {handle}"));
    }
    line
}

/// The interpreter's environment, sorted as the system wants it, with a NUL after each variable and one more at the end.
fn environment(work: &Path) -> Vec<u16> {
    let own = ENVIRONMENT.iter().filter_map(|entry| entry.split_once('=')).map(|(name, value)| (name, OsString::from(value)));
    let folders = ["HOME", "TEMP", "TMP", "USERPROFILE"].map(|name| (name, work.as_os_str().to_owned()));
    // Without this one no library that draws random numbers starts.
    let system = std::env::var_os("SystemRoot").map(|value| ("SystemRoot", value));
    let mut variables: Vec<(&str, OsString)> = own.chain(folders).chain(system).collect();
    variables.sort_by_key(|(name, _)| name.to_ascii_uppercase());
    let mut block: Vec<u16> = Vec::new();
    for (name, value) in variables {
        block.extend(name.encode_utf16());
        block.push(u16::from(b'='));
        block.extend(value.encode_wide());
        block.push(0);
    }
    block.push(0);
    block
}

/// A text as the system takes it, with NUL at the end.
fn wide(text: impl AsRef<OsStr>) -> Vec<u16> {
    text.as_ref().encode_wide().chain([0]).collect()
}

/// Of a call that gives 0 where it fails.
fn ok(result: i32) -> io::Result<()> {
    if result == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// Of a call that gives the number of what went wrong.
fn worked(result: u32) -> io::Result<()> {
    if result == ERROR_SUCCESS { Ok(()) } else { Err(io::Error::from_raw_os_error(result.cast_signed())) }
}
