//! What a program must not be able to do, in both tiers.

use crate::{run_in, runner, runner_b};
use domain::{exercise::Limits, judge::Tier};

/// Each of these must end with an error, or give what stands after `=>`.
const ATTEMPTS: &str = r#"
import os, sys

def attempt(name, action):
    try:
        result = action()
    except BaseException as error:
        result = type(error).__name__
        if isinstance(error, OSError):
            result += ' ' + str(error.errno)
    print(name, '=>', result)

def connect(family, address):
    import socket
    return socket.socket(family).connect(address)

def call(name, *arguments):
    import ctypes
    library = ctypes.CDLL(None, use_errno=True)
    result = getattr(library, name)(*arguments)
    return 'errno %d' % ctypes.get_errno() if result == -1 else 'open: %r' % result

def listdir(path):
    return 'open: %r' % os.listdir(path)

def threads():
    import threading
    done = []
    some = [threading.Thread(target=done.append, args=(n,)) for n in range(8)]
    [thread.start() for thread in some], [thread.join() for thread in some]
    return 'started %d' % len(done)

attempt('passwd', lambda: open('/etc/passwd').read())
attempt('shadow', lambda: open('/etc/shadow').read())
attempt('hostname', lambda: open('/etc/hostname').read())
attempt('home', lambda: listdir('/home'))
attempt('root', lambda: listdir('/root/.ssh'))
attempt('proc self', lambda: open('/proc/self/environ').read())
attempt('proc one', lambda: open('/proc/1/cmdline').read())
attempt('proc', lambda: listdir('/proc'))
attempt('sys', lambda: listdir('/sys'))
attempt('tmp', lambda: open('/tmp/learning-studio-test', 'w'))
attempt('library', lambda: open(os.__file__, 'a'))
attempt('above', lambda: open('../x', 'w'))
attempt('disk', lambda: open('/dev/sda', 'rb'))
attempt('terminal', lambda: open('/dev/tty', 'w'))
attempt('inet', lambda: connect(2, ('127.0.0.1', 80)))
attempt('inet6', lambda: connect(10, ('::1', 80)))
attempt('unix', lambda: connect(1, '/run/dbus/system_bus_socket'))
attempt('abstract', lambda: connect(1, '\0x'))
attempt('netlink', lambda: connect(16, (0, 0)))
attempt('fork', os.fork)
attempt('forkpty', os.forkpty)
attempt('exec', lambda: os.execv(sys.executable, ['python3', '-c', 'print(1)']))
attempt('system', lambda: os.system('true') and 'failed')
attempt('subprocess', lambda: __import__('subprocess').run(['true']))
attempt('posix_spawn', lambda: os.posix_spawn('/bin/true', ['true'], {}))
attempt('kill all', lambda: os.kill(-1, 9))
attempt('kill parent', lambda: (os.kill(os.getppid(), 9), 'still here')[1] if os.getppid() == 1 else os.kill(os.getppid(), 9))
attempt('setuid', lambda: os.setuid(0))
attempt('chroot', lambda: os.chroot('.'))
attempt('symlink', lambda: os.symlink('/etc/passwd', 'link'))
attempt('fifo', lambda: os.mkfifo('fifo'))
attempt('limit', lambda: __import__('resource').setrlimit(9, (-1, -1)))
attempt('mount', lambda: call('mount', b'none', b'/work', b'tmpfs', 0, None))
attempt('unshare', lambda: call('unshare', 0x10000000))
attempt('setns', lambda: call('setns', 0, 0))
attempt('ptrace', lambda: call('ptrace', 0, 0, 0, 0))
attempt('keyctl', lambda: call('syscall', 250, 0, 0, 0))
attempt('bpf', lambda: call('syscall', 321, 0, 0, 0))
attempt('perf', lambda: call('syscall', 298, 0, 0, 0))
attempt('io_uring', lambda: call('syscall', 425, 8, 0))
attempt('userfaultfd', lambda: call('syscall', 323, 0))
attempt('memfd', lambda: call('memfd_create', b'x', 0))
attempt('process_vm_readv', lambda: call('syscall', 310, 1, 0, 0, 0, 0, 0))
attempt('clone3', lambda: call('syscall', 435, 0, 0))
attempt('clone', lambda: call('syscall', 56, 17, 0, 0, 0, 0))
attempt('chmod', lambda: os.chmod('main.py', 0o777) or 'done')
attempt('user', os.getuid)
attempt('groups', os.getgroups)
attempt('descriptors', lambda: sum(1 for n in range(64) if is_open(n)))
attempt('environment', lambda: sorted(os.environ))
attempt('threads', threads)
attempt('asyncio', lambda: __import__('asyncio').run(__import__('asyncio').sleep(0.01, 'ran')))
attempt('work', lambda: sorted(os.listdir('.')))
"#;

fn attempts(tier: Tier) -> Vec<(String, String)> {
    let text = format!("def is_open(n):\n    try: os.fstat(n)\n    except OSError: return False\n    return True\n{ATTEMPTS}");
    let runner = if tier == Tier::A { runner() } else { runner_b() };
    let result = run_in(&runner, &text, Limits::default());
    assert_eq!(result.tier, tier);
    assert_eq!(result.verdict, domain::judge::Verdict::Passed, "{}", result.stderr);
    result.stdout.lines().filter_map(|line| line.split_once(" => ")).map(|(name, outcome)| (name.to_owned(), outcome.to_owned())).collect()
}

fn check(tier: Tier, exceptions: &[(&str, &[&str])]) {
    let outcomes = attempts(tier);
    assert!(outcomes.len() > 50, "{outcomes:?}");
    for (name, outcome) in &outcomes {
        let special = exceptions.iter().find(|(other, _)| other == name).map(|(_, allowed)| *allowed);
        // ENOENT, EACCES, EPERM, EROFS, ENOSYS: it is not there, or may not be done.
        let refused = ["FileNotFoundError 2", "PermissionError 13", "PermissionError 1", "OSError 30", "OSError 38", "errno 1", "errno 38"];
        match special {
            Some(allowed) => assert!(allowed.contains(&outcome.as_str()), "{tier:?} {name}: {outcome}"),
            None => assert!(refused.contains(&outcome.as_str()), "{tier:?} {name}: {outcome}"),
        }
    }
}

#[test]
fn tier_a_holds() {
    check(
        Tier::A,
        &[
            // Signals reach only the box; its first process cannot be killed from inside.
            ("kill all", &["ProcessLookupError 3", "PermissionError 1", "None"]),
            ("kill parent", &["still here", "PermissionError 1"]),
            ("system", &["failed"]),
            ("subprocess", &["PermissionError 1", "FileNotFoundError 2"]),
            ("limit", &["ValueError", "PermissionError 1", "OSError 1"]),
            ("clone3", &["errno 38"]),
            ("chmod", &["done"]),
            // `nobody`, where root may not make a user name space.
            ("user", &["1000", "65534"]),
            // As an ordinary user the person's groups come along; they give nothing here.
            ("groups", &["[]", "[1000]", "[65534]"]),
            // Standard ones, requests, answers, trace.
            ("descriptors", &["6"]),
            ("environment", &["['HOME', 'LANG', 'MALLOC_ARENA_MAX', 'PATH', 'PYTHONHASHSEED', 'TZ']"]),
            ("threads", &["started 8"]),
            ("asyncio", &["ran"]),
            ("work", &["['main.py']"]),
        ],
    );
}

#[test]
fn tier_b_holds() {
    let user = if rustix::process::geteuid().is_root() { "65534".to_owned() } else { rustix::process::geteuid().as_raw().to_string() };
    check(
        Tier::B,
        &[
            ("kill all", &["PermissionError 1"]),
            ("kill parent", &["PermissionError 1"]),
            ("system", &["failed"]),
            ("subprocess", &["PermissionError 1", "FileNotFoundError 2"]),
            ("limit", &["ValueError", "PermissionError 1", "OSError 1"]),
            ("clone3", &["errno 38"]),
            ("terminal", &["PermissionError 13", "OSError 6", "FileNotFoundError 2"]),
            ("user", &[user.as_str()]),
            ("groups", &["[]", "[65534]", &format!("[{}]", rustix::process::getegid().as_raw())]),
            ("descriptors", &["6"]),
            ("environment", &["['HOME', 'LANG', 'MALLOC_ARENA_MAX', 'PATH', 'PYTHONHASHSEED', 'TZ']"]),
            ("threads", &["started 8"]),
            ("asyncio", &["ran"]),
            ("work", &["['main.py']"]),
        ],
    );
}

#[test]
fn the_probe_says_what_holds() {
    for (runner, tier) in [(runner(), Tier::A), (runner_b(), Tier::B)] {
        let report = runner.probe().unwrap();
        assert_eq!((report.tier, report.python), (tier, runner.interpreter().version.clone()));
        assert!(report.layers.len() >= 10, "{:?}", report.layers);
        for layer in &report.layers {
            assert!(layer.holds, "{tier:?} {layer:?}");
        }
    }
}

#[test]
fn processes_are_limited_to_threads_of_the_box() {
    let text = "import threading, time\nfor n in range(500):\n    threading.Thread(target=time.sleep, args=(30,), daemon=True).start()\n";
    let result = run_in(&runner(), text, Limits { memory_mb: 1024, ..Limits::default() });
    assert_eq!(result.verdict, domain::judge::Verdict::Error, "{:?}", result.message);
    assert!(result.stderr.contains("can't start new thread"), "{}", result.stderr);
}
