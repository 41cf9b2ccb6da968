# What is different in here, before the worker's program: WASI has no `dup2` and no threads, and begins in the folder "/".
def set_up():
    import _thread
    import posix

    def dup2(source, target, inheritable=True):
        if target != 0:
            raise OSError(58, "not supported")
        posix.write(999, b"0 %d" % source)
        return target

    def start_new_thread(*arguments, **settings):
        raise RuntimeError("can't start new thread: threads do not run in WebAssembly")

    posix.dup2 = dup2
    _thread.start_new_thread = _thread.start_new = start_new_thread
    posix.chdir("/work")


set_up()
del set_up
