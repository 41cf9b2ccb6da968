//! Tier A: name spaces and a private root.

use super::{
    DEVICES, Doing, MAX_ENTRIES, NOBODY, Place, Preparation, SandboxProblem, Side, USER_INSIDE, WORK, become_interpreter, become_user,
    die_with_parent, drop_capabilities, fail, hand_out_work_folder, keeper::Started, raw, root_of_the_machine, wait_for_go,
};
use rustix::{
    fd::AsFd,
    fs::{Gid, Uid, chown},
    mount::{MountFlags, MountPropagationFlags, UnmountFlags, mount, mount_bind_recursive, mount_change, unmount},
    process::{DumpableBehavior, Pid, chdir, getegid, geteuid, pivot_root, set_dumpable_behavior},
    system::sethostname,
};
use std::{
    ffi::CString,
    fs,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
};

/// Where the private root may be mounted: only this box sees it, and only until it becomes the root.
const PLACES: [&str; 6] = ["/mnt", "/run", "/tmp", "/var", "/home", "/srv"];

/// Name spaces that need no user name space when root makes them.
const NAME_SPACES: libc::c_int =
    libc::CLONE_NEWNS | libc::CLONE_NEWPID | libc::CLONE_NEWNET | libc::CLONE_NEWIPC | libc::CLONE_NEWUTS | libc::CLONE_NEWCGROUP;

/// Where a box's first process finds itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Users {
    /// In a user name space where the person is user 1000.
    Own,
    /// In a user name space made by root: still user 0 there, who becomes user 1000, which is `nobody` outside.
    OwnOfRoot,
    /// Without one, as root, who becomes `nobody`: where root may not make user name spaces.
    Shared,
}

/// Starts the box's first process. It is process 1 inside, and everything inside ends with it.
pub(super) fn start(preparation: &Preparation<'_>) -> Side {
    let mut started = Started::default();
    let result = if root_of_the_machine() {
        // Root may be refused a user name space, or the two users in it, where it is root only of a container.
        copy(preparation, Users::OwnOfRoot, &mut started).or_else(|first| {
            copy(preparation, Users::Shared, &mut started).map_err(|second| SandboxProblem(format!("{first}; without a user name space: {second}")))
        })
    } else {
        copy(preparation, Users::Own, &mut started)
    };
    match result {
        Ok(None) => return Side::Inside,
        Ok(Some(process)) => started.process = Some(process.as_raw_nonzero().get()),
        Err(problem) => started.problem = Some(problem.to_string()),
    }
    Side::Outside(started)
}

/// Gives the box's first process, or `None` in the interpreter's.
fn copy(preparation: &Preparation<'_>, users: Users, started: &mut Started) -> Result<Option<Pid>, SandboxProblem> {
    let own = if users == Users::Shared { 0 } else { libc::CLONE_NEWUSER };
    let flags = NAME_SPACES | own | raw::CHILD_OF_PARENT;
    let Some(process) = raw::copy_process(flags).doing("making name spaces")? else {
        first_process(preparation, users);
        return Ok(None);
    };
    if users != Users::Shared
        && let Err(problem) = map_users(process, users)
    {
        let _ = rustix::process::kill_process(process, rustix::process::Signal::KILL);
        started.dead.push(process.as_raw_nonzero().get());
        return Err(problem);
    }
    Ok(Some(process))
}

/// Says who is who in the user name space. Only a process outside of it can.
fn map_users(process: Pid, users: Users) -> Result<(), SandboxProblem> {
    let file = |name: &str| PathBuf::from(format!("/proc/{}/{name}", process.as_raw_nonzero()));
    let (user, group) = (geteuid().as_raw(), getegid().as_raw());
    if users == Users::OwnOfRoot {
        let map = format!("0 0 1\n{USER_INSIDE} {NOBODY} 1\n");
        fs::write(file("uid_map"), &map).doing("mapping users")?;
        return fs::write(file("gid_map"), &map).doing("mapping groups");
    }
    fs::write(file("setgroups"), "deny").doing("giving up groups")?;
    fs::write(file("uid_map"), format!("{USER_INSIDE} {user} 1\n")).doing("mapping the user")?;
    fs::write(file("gid_map"), format!("{USER_INSIDE} {group} 1\n")).doing("mapping the group")
}

/// The box's first process: sets everything up, starts the interpreter, waits for its end. Comes back in the interpreter's process, where that is a copy.
fn first_process(preparation: &Preparation<'_>, users: Users) {
    match set_up(preparation, users) {
        Err(problem) => fail(preparation, &problem),
        Ok(None) => become_interpreter(preparation, &Place { work: Path::new(WORK), signals_to: None, own_users: users != Users::Shared }),
        Ok(Some(interpreter)) => {
            raw::close_everything();
            loop {
                match raw::wait(interpreter, true) {
                    // As a shell says it: the exit status, or 128 and the signal.
                    Ok(Some(ended)) if libc::WIFEXITED(ended.status) => raw::exit_now(libc::WEXITSTATUS(ended.status)),
                    Ok(Some(ended)) => raw::exit_now(128 + libc::WTERMSIG(ended.status)),
                    Err(rustix::io::Errno::INTR) => {}
                    Ok(None) | Err(_) => raw::exit_now(1),
                }
            }
        }
    }
}

/// Gives the interpreter's process, or `None` in it.
fn set_up(preparation: &Preparation<'_>, users: Users) -> Result<Option<Pid>, SandboxProblem> {
    wait_for_go(preparation.inside.go.as_fd())?;
    private_root(preparation)?;
    sethostname(b"learning-studio").doing("naming the host")?;
    if users != Users::Own {
        let id = if users == Users::OwnOfRoot { USER_INSIDE } else { NOBODY };
        chown(WORK, Some(Uid::from_raw(id)), Some(Gid::from_raw(id))).doing("giving the work folder")?;
        become_user(id).doing("becoming another user")?;
    }
    drop_capabilities().doing("dropping capabilities")?;
    // Its memory is a copy of the keeper's: no program and no test, but also nobody's business.
    set_dumpable_behavior(DumpableBehavior::NotDumpable).doing("closing the box's memory")?;
    die_with_parent(preparation.inside.go.as_fd())?;
    hand_out_work_folder(preparation, Path::new(WORK))?;
    raw::copy_process(0).doing("starting a process")
}

/// Makes a root with nothing in it but what the interpreter needs, and moves into it.
fn private_root(preparation: &Preparation<'_>) -> Result<(), SandboxProblem> {
    mount_change("/", MountPropagationFlags::PRIVATE | MountPropagationFlags::REC).doing("making mounts private")?;
    let outside = |place: &&&str| Path::new(place).is_dir() && !preparation.read.iter().any(|path| path.starts_with(place));
    let root = PLACES.iter().find(outside).map(Path::new).ok_or_else(|| SandboxProblem::new("there is no place for the private root"))?;
    let flags = MountFlags::NOSUID | MountFlags::NODEV;
    mount("tmpfs", root, "tmpfs", flags, c"size=1m,nr_inodes=4096,mode=755").doing("mounting the private root")?;

    for path in preparation.read.iter().chain(&preparation.execute) {
        show(root, path)?;
    }
    for device in DEVICES {
        let target = below(root, Path::new(device));
        if bind(Path::new(device), &target).is_ok() {
            let attributes = libc::MOUNT_ATTR_NOSUID | libc::MOUNT_ATTR_NOEXEC;
            raw::add_mount_attributes(&c_path(&target)?, attributes, false).doing("protecting the devices")?;
        }
    }
    // Empty, and nothing can be made in it: a semaphore or shared memory is refused for what it is, not for a folder that is missing.
    fs::create_dir_all(below(root, Path::new("/dev/shm"))).doing("making the private root")?;
    let work = below(root, Path::new(WORK));
    fs::create_dir_all(&work).doing("making the work folder")?;
    let size = u64::from(preparation.order.limits.file_bytes) + preparation.order.own_bytes + 16 * 4096;
    let options = CString::new(format!("size={size},nr_inodes={MAX_ENTRIES},mode=700")).doing("the work folder's size")?;
    mount("tmpfs", &work, "tmpfs", flags | MountFlags::NOEXEC, options.as_c_str()).doing("mounting the work folder")?;

    chdir(root).doing("entering the private root")?;
    pivot_root(".", ".").doing("changing the root")?;
    unmount(".", UnmountFlags::DETACH).doing("leaving the old root")?;
    raw::add_mount_attributes(c"/", libc::MOUNT_ATTR_RDONLY, false).doing("protecting the private root")?;
    chdir(WORK).doing("entering the work folder")
}

/// Shows a folder or file of the machine at the same place in the private root, read only.
fn show(root: &Path, path: &Path) -> Result<(), SandboxProblem> {
    let what = || format!("showing {}", path.display());
    let target = below(root, path);
    if target.symlink_metadata().is_ok() {
        return Ok(());
    }
    if path.is_symlink() {
        // As on most machines today `/lib`, which is `usr/lib`.
        let link = fs::read_link(path).doing(&what())?;
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).doing(&what())?;
        }
        return std::os::unix::fs::symlink(link, &target).doing(&what());
    }
    bind(path, &target).doing(&what())?;
    let attributes = libc::MOUNT_ATTR_RDONLY | libc::MOUNT_ATTR_NOSUID | libc::MOUNT_ATTR_NODEV;
    raw::add_mount_attributes(&c_path(&target)?, attributes, true).doing(&what())
}

fn bind(path: &Path, target: &Path) -> std::io::Result<()> {
    if path.is_dir() {
        fs::create_dir_all(target)?;
    } else {
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::File::create(target)?;
    }
    Ok(mount_bind_recursive(path, target)?)
}

fn below(root: &Path, path: &Path) -> PathBuf {
    root.join(path.strip_prefix("/").unwrap_or(path))
}

fn c_path(path: &Path) -> Result<CString, SandboxProblem> {
    CString::new(path.as_os_str().as_bytes()).doing("a path")
}
