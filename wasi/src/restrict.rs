//! What this process gives up on Linux when it has everything it needs. Tier C holds without any of it: each step that this kernel does not know is left out.

use crate::Problem;
use landlock::{ABI, Access, AccessFs, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset, RulesetAttr, RulesetCreatedAttr};
use rustix::{
    process::{Signal, geteuid, set_parent_process_death_signal},
    thread::{
        CapabilitySet, CapabilitySets, clear_ambient_capability_set, remove_capability_from_bounding_set, set_capabilities, set_no_new_privs,
        set_thread_groups, set_thread_res_gid, set_thread_res_uid,
    },
};
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};
use std::{collections::BTreeMap, fs, path::Path};

/// `nobody`, which owns nothing: what a runner that is root becomes here.
const NOBODY: u32 = 65534;

/// Gives up privileges, other users' files and what reaches other programs. To be called before a second thread is there.
pub(crate) fn restrict(folder: &Path, work: &Path) -> Result<(), Problem> {
    // Opened while their names can still be reached.
    let (library, work) = (PathFd::new(folder.join("lib"))?, PathFd::new(work)?);
    for capability in CapabilitySet::all().iter() {
        // Fails without privileges, where there is nothing to give up, and for those that this kernel does not know.
        let _ = remove_capability_from_bounding_set(capability);
    }
    if geteuid().is_root() && has_other_users() {
        let (user, group) = (rustix::process::Uid::from_raw(NOBODY), rustix::process::Gid::from_raw(NOBODY));
        set_thread_groups(&[])?;
        set_thread_res_gid(group, group, group)?;
        set_thread_res_uid(user, user, user)?;
    }
    let _ = clear_ambient_capability_set();
    let nothing = CapabilitySets { effective: CapabilitySet::empty(), permitted: CapabilitySet::empty(), inheritable: CapabilitySet::empty() };
    set_capabilities(None, nothing)?;
    set_no_new_privs(true)?;
    // A change of user takes the tie to the parent away. Its end is also seen by the pipes.
    set_parent_process_death_signal(Some(Signal::KILL))?;
    // It stays open to the looks of who started it, and so of the runner, which counts what lies in files that have lost their name.
    let _ = only_these_folders(library, work);
    let _ = no_other_programs();
    Ok(())
}

/// Whether there is a `nobody` to become. In a container of one user there is not, and its root is an ordinary user of the machine, who keeps the rights to the work folder
/// and loses the capabilities.
fn has_other_users() -> bool {
    // Where the table cannot be read, a learner's program must not be left with what may be the machine's root.
    fs::read_to_string("/proc/self/uid_map").map_or(true, |map| maps(&map, NOBODY))
}

/// Whether a table of users (`user_namespaces(7)`: first number inside, first outside, how many) has that user inside.
fn maps(table: &str, user: u32) -> bool {
    table.lines().any(|line| {
        let numbers: Vec<u64> = line.split_whitespace().map_while(|number| number.parse().ok()).collect();
        matches!(numbers[..], [inside, _, count] if (inside..inside.saturating_add(count)).contains(&user.into()))
    })
}

fn only_these_folders(library: PathFd, work: PathFd) -> Result<(), Problem> {
    let abi = ABI::V5;
    Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(abi))?
        .create()?
        .add_rule(PathBeneath::new(library, AccessFs::ReadFile | AccessFs::ReadDir))?
        .add_rule(PathBeneath::new(work, AccessFs::from_all(abi) & !AccessFs::Execute))?
        .restrict_self()?;
    Ok(())
}

/// No program, no network, no look into another process, whoever asks. Everything else that the machine needs is allowed.
fn no_other_programs() -> Result<(), Problem> {
    let refused = [
        libc::SYS_execve,
        libc::SYS_execveat,
        libc::SYS_socket,
        libc::SYS_socketpair,
        libc::SYS_connect,
        libc::SYS_bind,
        libc::SYS_listen,
        libc::SYS_accept,
        libc::SYS_accept4,
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_pidfd_getfd,
        libc::SYS_mount,
        libc::SYS_umount2,
        libc::SYS_pivot_root,
        libc::SYS_chroot,
        libc::SYS_unshare,
        libc::SYS_setns,
        libc::SYS_bpf,
        libc::SYS_perf_event_open,
        libc::SYS_userfaultfd,
        libc::SYS_io_uring_setup,
        libc::SYS_keyctl,
        libc::SYS_add_key,
        libc::SYS_request_key,
        libc::SYS_kexec_load,
        libc::SYS_init_module,
        libc::SYS_finit_module,
        libc::SYS_delete_module,
    ];
    let rules: BTreeMap<i64, _> = refused.into_iter().map(|call| (call, Vec::new())).collect();
    let permission = u32::try_from(libc::EPERM)?;
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, SeccompAction::Errno(permission), std::env::consts::ARCH.try_into()?)?;
    let program: BpfProgram = filter.try_into()?;
    Ok(seccompiler::apply_filter(&program)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_known_from_the_table_of_users() {
        assert!(maps("         0          0 4294967295\n", NOBODY), "the machine's own");
        assert!(maps("0 100000 65536\n", NOBODY), "a container's with all its users");
        assert!(maps("0 1000 1\n65534 100000 1\n", NOBODY), "its root and nobody");
        assert!(!maps("         0       1000          1\n", NOBODY), "a container's of one user");
        assert!(!maps("0 100000 65534\n", NOBODY), "one too few");
        assert!(!maps("", NOBODY) && !maps("0 x 4294967295\n", NOBODY), "no table");
    }
}
