# An interpreter that stands ready to be copied: follows `compiled.py` in one that the keeper starts. It has loaded a worker's program, imports what most runs need, and waits. It
# never sees anything of a learner's. Arguments: this crate as a shared library, names of modules, the socket over which copies are asked for.


def warm_up():
    """What every box does first, done once for all copies."""
    for name in ["faulthandler", "_sitebuiltins"] + sys.argv[2:-1]:
        __import__(name)
    compile("pass", "warm", "exec")
    scan(to_json({"a": [1, "b", None, True]}), 0)


def wait_to_be_copied():
    """Comes back in a copy only, in its box."""
    known = set(sys.modules)
    import _ctypes
    import ctypes
    import gc

    library = ctypes.PyDLL(sys.argv[1])
    pipes = (ctypes.c_int * 4)()
    after_copying = ctypes.pythonapi.PyOS_AfterFork_Child
    after_copying.restype = None
    # What is there now is there in every copy. To look through it for what can be thrown away would make each copy write to all of it.
    gc.collect()
    gc.freeze()
    library.learning_studio_wait_to_be_copied(int(sys.argv[-1]), pipes)
    after_copying()
    numbers = list(pipes)
    _ctypes.dlclose(library._handle)
    for name in set(sys.modules) - known:
        del sys.modules[name]
    return numbers


warm_up()
sys.argv[1:] = [str(number) for number in wait_to_be_copied()]
del warm_up, wait_to_be_copied
serve()
