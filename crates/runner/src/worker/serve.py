# The loop: last in every box's program.


def warm(request):
    """Before anything of a learner's is here: what would otherwise count against the run."""
    for name in request["modules"]:
        __import__(name)
    return {}


def compiled(request):
    import marshal

    return {"value": marshal.dumps(compile(request["text"], "<string>", "exec", dont_inherit=True)).hex()}


ACTIONS.update({"warm": warm, "compile": compiled})


# The stack of a thread, in bytes. On Linux addresses are what is limited, and there the usual 8 MiB leave no room for more than 20 threads. Tried with Python 3.8 to 3.13: in this
# much, a recursion up to Python's limit of 1000 ends as it should, through functions, `repr`, `==`, `__getattr__`, `copy`, `json` and `re`. In half of it, 3.13 crashes at lists in
# lists. A `key` of `sorted` that sorts, 480 times one in the other, needs more with 3.12 and 3.13: who does that in a thread can ask for it, with `threading.stack_size`.
THREAD_STACK = 2 << 20


def serve():
    if sys.platform == "linux":
        import _thread

        _thread.stack_size(THREAD_STACK)
    channel.open(*sys.argv[1:5])
    while True:
        request = channel.receive()
        answer = ACTIONS[request["do"]](request)
        # Read afterwards: in between, other requests may have come and gone.
        channel.send(request["n"], answer)


# An interpreter that stands ready has no pipes. Its copies serve.
if sys.argv[1].isdecimal():
    serve()
