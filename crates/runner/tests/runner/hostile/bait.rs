//! What lies around the box for a program to find, and the look afterwards at what became of it.

use crate::leftovers::descendants;
use std::{
    collections::BTreeSet,
    fs,
    io::{ErrorKind, Write},
    net::{TcpListener, UdpSocket},
    os::unix::{
        fs::{MetadataExt, PermissionsExt},
        net::{SocketAddr, UnixListener},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant, SystemTime},
};

/// In the environment of the app, and so the name of the secret for every program.
pub const SECRET: &str = "LEARNING_STUDIO_TEST_SECRET";

/// System V keys that the programs use are these and the fifteen after them.
const SYSTEM_V_KEYS: std::ops::Range<i64> = 0x4c53_0000..0x4c53_0010;

/// Every name that a program makes outside begins with it.
pub const MARK: &str = "hostile-";

/// Files, sockets and a process that no program may reach, each with the secret in it.
pub struct Bait {
    folder: PathBuf,
    home: PathBuf,
    tcp: TcpListener,
    udp: UdpSocket,
    unix: UnixListener,
    abstract_unix: UnixListener,
    victim: Child,
    /// In this process's memory only, so that its address can be told to a program.
    memory: String,
    before: Surroundings,
    clocks: (Instant, SystemTime),
}

/// What no program may change.
#[derive(Debug, PartialEq, Eq)]
struct Surroundings {
    files: Vec<(PathBuf, String)>,
    mounts: String,
    host: String,
    priority: i32,
    limits: String,
    marked: BTreeSet<String>,
}

impl Bait {
    /// `folder` is empty and open to every user; `box_user` is who a program is for the machine, where that is not this process's user.
    pub fn lay(folder: &Path, secret: &str, box_user: Option<u32>) -> Self {
        let home = PathBuf::from(std::env::var_os("HOME").unwrap());
        let data = home.join(".local/share/learning-studio");
        fs::create_dir_all(&data).unwrap();
        // Open to everybody: what keeps a program away is the box alone.
        let write = |path: PathBuf, what: &str| {
            fs::write(&path, format!("{secret}-{what}\n")).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap();
        };
        write(home.join("diary.txt"), "home");
        write(data.join("studio.db"), "database");
        write(data.join("keys"), "keys");
        write(folder.join("canary"), "canary");
        write(folder.join("second"), "second");
        write(folder.join("solution.py"), "solution");
        write(folder.join("test_main.py"), "hidden-tests");
        fs::create_dir(folder.join("inner")).unwrap();
        for path in [folder.to_path_buf(), folder.join("inner"), home.clone(), data] {
            fs::set_permissions(path, fs::Permissions::from_mode(0o777)).unwrap();
        }
        let unix_path = folder.join("socket");
        let name = format!("{MARK}{}", std::process::id());
        let mut victim = Command::new("/bin/sleep");
        victim.arg("600").env_clear().env(SECRET, format!("{secret}-victim")).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some(user) = box_user {
            victim.uid(user).gid(user);
        }
        use std::os::linux::net::SocketAddrExt;
        let bait = Self {
            tcp: TcpListener::bind("127.0.0.1:0").unwrap(),
            udp: UdpSocket::bind("127.0.0.1:0").unwrap(),
            unix: UnixListener::bind(&unix_path).unwrap(),
            abstract_unix: UnixListener::bind_addr(&SocketAddr::from_abstract_name(&name).unwrap()).unwrap(),
            victim: victim.spawn().unwrap(),
            memory: format!("{secret}-memory"),
            before: Surroundings {
                files: Vec::new(),
                mounts: String::new(),
                host: String::new(),
                priority: 0,
                limits: String::new(),
                marked: BTreeSet::new(),
            },
            clocks: (Instant::now(), SystemTime::now()),
            folder: folder.to_path_buf(),
            home,
        };
        fs::set_permissions(&unix_path, fs::Permissions::from_mode(0o777)).unwrap();
        bait.tcp.set_nonblocking(true).unwrap();
        bait.udp.set_nonblocking(true).unwrap();
        bait.unix.set_nonblocking(true).unwrap();
        bait.abstract_unix.set_nonblocking(true).unwrap();
        let before = bait.surroundings();
        Self { before, ..bait }
    }

    /// A program's text with what an attacker would like to know: where everything is.
    pub fn tell(&self, text: &str) -> String {
        if !text.contains('@') {
            return text.to_owned();
        }
        [
            ("@HOME@", self.home.display().to_string()),
            ("@FOLDER@", self.folder.display().to_string()),
            ("@TCP@", self.tcp.local_addr().unwrap().port().to_string()),
            ("@UDP@", self.udp.local_addr().unwrap().port().to_string()),
            ("@ABSTRACT@", format!("{MARK}{}", std::process::id())),
            ("@VICTIM@", self.victim.id().to_string()),
            ("@APP@", std::process::id().to_string()),
            ("@ADDRESS@", self.memory.as_ptr().addr().to_string()),
            ("@LENGTH@", self.memory.len().to_string()),
        ]
        .iter()
        .fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    }

    fn surroundings(&self) -> Surroundings {
        let mut files = Vec::new();
        look_at(&self.folder, &mut files);
        look_at(&self.home, &mut files);
        files.sort();
        let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
        let own_limits = read("/proc/self/limits");
        let mut marked = BTreeSet::new();
        for folder in ["/", "/tmp", "/var/tmp", "/dev", "/dev/shm", "/dev/mqueue", "/run", "/mnt"] {
            let names = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
            // A named semaphore is `sem.NAME`.
            marked.extend(names.filter(|name| name.trim_start_matches("sem.").starts_with(MARK)).map(|name| format!("{folder}/{name}")));
        }
        for kind in ["shm", "sem", "msg"] {
            let text = read(&format!("/proc/sysvipc/{kind}"));
            let keys = text.lines().skip(1).filter_map(|line| line.split_whitespace().next()?.parse::<i64>().ok());
            marked.extend(keys.filter(|key| SYSTEM_V_KEYS.contains(key)).map(|key| format!("{kind} {key:#x}")));
        }
        for path in ["/proc/keys", "/proc/net/unix"] {
            let lines = read(path);
            let own = format!("{MARK}{}", std::process::id());
            // Other tests of this suite have a socket of that kind, with their process id for a name.
            let is_socket_of_a_test = |line: &str| line.rsplit(MARK).next().is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
            marked.extend(lines.lines().filter(|line| line.contains(MARK) && !line.contains(&own) && !is_socket_of_a_test(line)).map(str::to_owned));
        }
        Surroundings {
            files,
            mounts: read("/proc/self/mountinfo"),
            host: read("/proc/sys/kernel/hostname"),
            priority: rustix::process::getpriority_process(None).unwrap(),
            limits: own_limits,
            marked,
        }
    }

    /// Ends the victim, and looks at nothing.
    pub fn take_away(mut self) {
        // It may have been ended.
        let _ = self.victim.kill();
        self.victim.wait().unwrap();
    }

    /// Everything that is not as it was. Ends the victim.
    pub fn look(mut self) -> Vec<String> {
        let mut found = Vec::new();
        let after = self.surroundings();
        if after != self.before {
            found.push(format!("the surroundings changed\nfrom {:#?}\nto {after:#?}", self.before));
        }
        if !after.marked.is_empty() {
            found.push(format!("left behind: {:?}", after.marked));
        }
        let quiet = |name: &str, result: Result<(), std::io::Error>, found: &mut Vec<String>| match result {
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            other => found.push(format!("somebody came to the {name} socket: {other:?}")),
        };
        quiet("TCP", self.tcp.accept().map(|_| ()), &mut found);
        quiet("UDP", self.udp.recv(&mut [0; 16]).map(|_| ()), &mut found);
        quiet("Unix", self.unix.accept().map(|_| ()), &mut found);
        quiet("abstract Unix", self.abstract_unix.accept().map(|_| ()), &mut found);
        match self.victim.try_wait() {
            Ok(None) => {}
            other => found.push(format!("the other process was ended: {other:?}")),
        }
        let priority = rustix::process::Pid::from_raw(i32::try_from(self.victim.id()).unwrap());
        if rustix::process::getpriority_process(priority) != Ok(self.before.priority) {
            found.push("the other process has another priority".to_owned());
        }
        self.victim.kill().unwrap();
        self.victim.wait().unwrap();
        let (ticks, clock) = self.clocks;
        let drift = SystemTime::now().duration_since(clock).unwrap_or_default().abs_diff(ticks.elapsed());
        if drift > Duration::from_secs(5) {
            found.push(format!("the clock was moved by {drift:?}"));
        }
        // What watches a box may need a moment to see that it is gone.
        let deadline = Instant::now() + Duration::from_secs(5);
        loop {
            let processes = descendants(std::process::id());
            let folders: Vec<_> = fs::read_dir(std::env::temp_dir()).unwrap().flatten().map(|entry| entry.path()).collect();
            if processes.is_empty() && folders.is_empty() {
                break;
            }
            if Instant::now() > deadline {
                let names: Vec<_> = processes.iter().map(|pid| fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default()).collect();
                found.push(format!("left behind: processes {names:?}, folders {folders:?}"));
                break;
            }
            thread::sleep(Duration::from_millis(20));
        }
        found
    }
}

/// Every file below, with all that a program could change of it.
fn look_at(path: &Path, found: &mut Vec<(PathBuf, String)>) {
    let status = fs::symlink_metadata(path).unwrap();
    let content = if status.is_file() { fs::read_to_string(path).unwrap_or_else(|error| error.to_string()) } else { String::new() };
    let facts = format!(
        "mode {:o}, user {}, group {}, links {}, changed {}.{}, {content:?}",
        status.mode(),
        status.uid(),
        status.gid(),
        status.nlink(),
        // Of a file everything counts; of a folder, what is in it.
        status.ctime(),
        status.ctime_nsec()
    );
    found.push((path.to_path_buf(), facts));
    if status.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            look_at(&entry.unwrap().path(), found);
        }
    }
}

/// A number that no program can know.
pub fn new_secret() -> String {
    let mut bytes = [0; 12];
    rustix::rand::getrandom(&mut bytes, rustix::rand::GetRandomFlags::empty()).unwrap();
    let mut text = String::from("secret");
    for byte in bytes {
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

/// Writes what a program had to say where the person who looks at a failed test finds it.
pub fn complain(found: &[String]) {
    let mut stderr = std::io::stderr().lock();
    for line in found {
        let _ = writeln!(stderr, "{line}");
    }
}
