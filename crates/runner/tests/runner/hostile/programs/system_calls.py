# Calls of the kernel that no beginner's program needs, each by its number.
#: program kernel_modules_and_restarts
#: verdict passed
from attempts import attempt, system_call
attempt("init_module", lambda: system_call("init_module", 0, 0, b""))
attempt("finit_module", lambda: system_call("finit_module", -1, b"", 0))
attempt("delete_module", lambda: system_call("delete_module", b"hostile", 0))
attempt("create_module", lambda: system_call("create_module", b"hostile", 1))
attempt("kexec_load", lambda: system_call("kexec_load", 0, 1, 0, 0))
attempt("kexec_file_load", lambda: system_call("kexec_file_load", -1, -1, 0, b"", 0))
# A wrong magic number: even where it were allowed, nothing would happen.
attempt("reboot", lambda: system_call("reboot", 0, 0, 0, 0))
#: program accounting_and_swapping
#: verdict passed
from attempts import attempt, system_call
attempt("acct", lambda: system_call("acct", b"/hostile"))
attempt("swapon", lambda: system_call("swapon", b"/hostile", 0))
attempt("swapoff", lambda: system_call("swapoff", b"/hostile"))
attempt("quotactl", lambda: system_call("quotactl", 0, b"/", 0, 0))
attempt("quotactl_fd", lambda: system_call("quotactl_fd", 0, 0, 0, 0))
attempt("syslog", lambda: system_call("syslog", 3, b"\0" * 64, 64))
attempt("sync", lambda: system_call("sync"))
attempt("syncfs", lambda: system_call("syncfs", 0))
attempt("vhangup", lambda: system_call("vhangup"))
attempt("sysfs", lambda: system_call("sysfs", 3, 0, 0))
attempt("ustat", lambda: system_call("ustat", 0, b"\0" * 64))
#: program rings
#: verdict passed
from attempts import attempt, system_call
attempt("io_uring_setup", lambda: system_call("io_uring_setup", 8, b"\0" * 120))
attempt("io_uring_enter", lambda: system_call("io_uring_enter", 0, 0, 0, 0, 0, 0))
attempt("io_uring_register", lambda: system_call("io_uring_register", 0, 0, 0, 0))
attempt("io_setup", lambda: system_call("io_setup", 8, b"\0" * 8))
attempt("io_submit", lambda: system_call("io_submit", 0, 0, 0))
#: program looking_into_the_kernel
#: verdict passed
from attempts import attempt, system_call
attempt("bpf map", lambda: system_call("bpf", 0, b"\2\0\0\0\4\0\0\0\4\0\0\0\1\0\0\0" + b"\0" * 100, 72))
attempt("bpf program", lambda: system_call("bpf", 5, b"\0" * 120, 120))
attempt("perf_event_open", lambda: system_call("perf_event_open", b"\0" * 112, 0, -1, -1, 0))
attempt("userfaultfd", lambda: system_call("userfaultfd", 1))
attempt("lookup_dcookie", lambda: system_call("lookup_dcookie", 0, b"\0" * 8, 8))
attempt("cachestat", lambda: system_call("cachestat", 0, b"\0" * 16, b"\0" * 40, 0))
#: program keys
#: verdict passed
from attempts import attempt, system_call
attempt("add_key", lambda: system_call("add_key", b"user", b"hostile-key", b"x", 1, -4))
attempt("request_key", lambda: system_call("request_key", b"user", b"hostile-key", 0, -4))
attempt("keyctl", lambda: system_call("keyctl", 0, -3, 1))
attempt("join session", lambda: system_call("keyctl", 1, b"hostile-session"))
#: program handles
#: verdict passed
from attempts import attempt, system_call
attempt("open_by_handle_at", lambda: system_call("open_by_handle_at", -100, b"\x08\0\0\0\1\0\0\0\2\0\0\0\0\0\0\0", 0))
attempt("name_to_handle_at", lambda: system_call("name_to_handle_at", -100, b"/", b"\x80\0\0\0" + b"\0" * 140, b"\0" * 8, 0))
attempt("pidfd_open", lambda: system_call("pidfd_open", 1, 0))
attempt("pidfd_getfd", lambda: system_call("pidfd_getfd", 0, 0, 0))
attempt("pidfd_send_signal", lambda: system_call("pidfd_send_signal", 0, 0, 0, 0))
#: program other_processes_memory
#: verdict passed
from attempts import attempt, system_call
attempt("process_vm_readv", lambda: system_call("process_vm_readv", @VICTIM@, 0, 0, 0, 0, 0))
attempt("process_vm_writev", lambda: system_call("process_vm_writev", @VICTIM@, 0, 0, 0, 0, 0))
attempt("process_madvise", lambda: system_call("process_madvise", 0, 0, 0, 0, 0))
attempt("process_mrelease", lambda: system_call("process_mrelease", 0, 0))
attempt("migrate_pages", lambda: system_call("migrate_pages", @VICTIM@, 0, 0, 0))
attempt("move_pages", lambda: system_call("move_pages", @VICTIM@, 0, 0, 0, 0, 0))
attempt("kcmp", lambda: system_call("kcmp", 1, 2, 0, 0, 0))
attempt("ptrace", lambda: system_call("ptrace", 16, @VICTIM@, 0, 0))
#: program watching_files
#: verdict passed
from attempts import attempt, system_call
attempt("inotify_init1", lambda: system_call("inotify_init1", 0))
attempt("inotify_add_watch", lambda: system_call("inotify_add_watch", 0, b"/", 0xFFF))
attempt("fanotify_init", lambda: system_call("fanotify_init", 0, 0))
attempt("fanotify_mark", lambda: system_call("fanotify_mark", 0, 1, 2, -100, b"/"))
#: program memory_of_the_machine
#: verdict passed
from attempts import attempt, system_call
attempt("memfd_create", lambda: system_call("memfd_create", b"x", 0))
attempt("memfd_secret", lambda: system_call("memfd_secret", 0))
attempt("mlock2", lambda: system_call("mlock2", 0, 4096, 0))
attempt("mbind", lambda: system_call("mbind", 0, 0, 0, 0, 0, 0))
attempt("set_mempolicy", lambda: system_call("set_mempolicy", 0, 0, 0))
attempt("set_mempolicy_home_node", lambda: system_call("set_mempolicy_home_node", 0, 0, 0, 0))
attempt("remap_file_pages", lambda: system_call("remap_file_pages", 0, 0, 0, 0, 0))
attempt("pkey_alloc", lambda: system_call("pkey_alloc", 0, 0))
attempt("vmsplice", lambda: system_call("vmsplice", 1, 0, 0, 0))
attempt("splice", lambda: system_call("splice", 0, 0, 1, 0, 1, 0))
attempt("tee", lambda: system_call("tee", 0, 1, 1, 0))
#: program old_gates
#: verdict passed
from attempts import attempt, system_call
attempt("iopl", lambda: system_call("iopl", 3))
attempt("ioperm", lambda: system_call("ioperm", 0, 1, 1))
attempt("modify_ldt", lambda: system_call("modify_ldt", 0, b"\0" * 64, 64))
attempt("uselib", lambda: system_call("uselib", b"/x"))
attempt("_sysctl", lambda: system_call("_sysctl", 0))
attempt("personality", lambda: system_call("personality", 8))
attempt("timer_create", lambda: system_call("timer_create", 0, 0, b"\0" * 8))
attempt("signalfd4", lambda: system_call("signalfd4", -1, b"\0" * 8, 8, 0))
attempt("seccomp", lambda: system_call("seccomp", 0, 0, 0))
attempt("fchown", lambda: system_call("fchown", 0, 0, 0))
attempt("fchownat", lambda: system_call("fchownat", -100, b"main.py", 0, 0, 0))
attempt("fchmodat2", lambda: system_call("fchmodat2", -100, b"@FOLDER@/canary", 0, 0))
attempt("setxattr", lambda: system_call("setxattr", b"main.py", b"user.x", b"x", 1, 0))
attempt("fsetxattr", lambda: system_call("fsetxattr", 0, b"user.x", b"x", 1, 0))
#: program system_v
#: verdict passed
from attempts import attempt, system_call
attempt("shmget", lambda: system_call("shmget", 0x4C530001, 4096, 0o1666))
attempt("shmat", lambda: system_call("shmat", 0, 0, 0))
attempt("semget", lambda: system_call("semget", 0x4C530002, 1, 0o1666))
attempt("semop", lambda: system_call("semop", 0, b"\0" * 6, 1))
attempt("msgget", lambda: system_call("msgget", 0x4C530003, 0o1666))
attempt("msgsnd", lambda: system_call("msgsnd", 0, b"\1" + b"\0" * 15, 1, 0))
attempt("mq_open", lambda: system_call("mq_open", b"hostile-queue", 0o102, 0o666, 0))
attempt("mq_unlink", lambda: system_call("mq_unlink", b"hostile-queue"))
#: program numbers_nobody_knows
#: verdict passed
#: verdict-c error: there is no `ctypes`
#: prints end
# Every number beyond those that are known, and the x32 form of some that are.
import ctypes, errno
from attempts import library, number_of
syscall = library().syscall
numbers = list(range(453, 1200)) + [number | 0x40000000 for number in range(0, 560)] + [-1, 1 << 31, (1 << 31) - 1, 0x80000000 | 57]
x32 = 0
for number in numbers:
    if syscall(ctypes.c_long(number), 0, 0, 0, 0, 0, 0) != -1:
        print("OPEN", number)
    elif ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS):
        print("ODD", number, ctypes.get_errno())
print("end")
#: program the_other_gate
#: verdict refused|crashed|error
# `int 0x80`, the gate for 32-bit programs with their own numbers: number 20 there is getpid, which is a write here.
import ctypes, mmap, os
if os.uname().machine != "x86_64":
    raise PermissionError(1, "no such gate")
memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
memory.write(bytes.fromhex("b814000000" "cd80" "c3"))
address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
print("OPEN", ctypes.CFUNCTYPE(ctypes.c_int)(address)())
#: program the_other_gate_for_a_file
#: verdict refused|crashed|error
import ctypes, mmap, os
if os.uname().machine != "x86_64":
    raise PermissionError(1, "no such gate")
# open("/etc/passwd") as a 32-bit program: eax 5, ebx the path (low memory), ecx 0.
low = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
address = ctypes.addressof(ctypes.c_char.from_buffer(low))
code = b"\xb8\x05\0\0\0" + b"\xbb" + ((address + 64) & 0xFFFFFFFF).to_bytes(4, "little") + b"\x31\xc9" + b"\xcd\x80" + b"\xc3"
low.write(code.ljust(64, b"\x90") + b"/etc/passwd\0")
print("OPEN", ctypes.CFUNCTYPE(ctypes.c_int)(address)())
