# Tries to get out of the box, and prints what happened: name, "held" or "open", and a word about it.
import os


def attempt(name, action):
    try:
        result = action()
    except BaseException as error:
        print(name, "held", type(error).__name__, error, sep="\t")
    else:
        if result is None or result is True:
            print(name, "open", "", "it worked", sep="\t")
        else:
            print(name, "held", "", result, sep="\t")


def network():
    import socket

    socket.socket(socket.AF_INET, socket.SOCK_STREAM)


def local_sockets():
    import socket

    socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)


def other_programs():
    os.execv("/bin/true", ["true"])


def processes():
    if os.fork() == 0:
        os._exit(0)


def files_outside():
    open("/etc/passwd").close()


def home_folders():
    if not os.listdir("/home") and not os.listdir("/root"):
        raise FileNotFoundError("nothing to see")


def other_processes():
    open("/proc/1/environ").close()


def writing_outside():
    open("/tmp/learning-studio-probe", "w").close()


def library_is_read_only():
    open(os.__file__, "r+").close()


def not_root():
    return "user %d" % os.getuid() if os.getuid() != 0 else True


def memory():
    size = 0
    kept = []
    while size < 4096:
        kept.append(bytearray(64 * 1024 * 1024))
        size += 64


def threads_are_allowed():
    import threading

    thread = threading.Thread(target=int)
    thread.start()
    thread.join()
    return "they are"


for name, action in list(globals().items()):
    if callable(action) and action is not attempt and getattr(action, "__module__", None) == __name__:
        attempt(name, action)
