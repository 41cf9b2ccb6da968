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


def serve():
    channel.open(*sys.argv[1:5])
    while True:
        request = channel.receive()
        answer = ACTIONS[request["do"]](request)
        # Read afterwards: in between, other requests may have come and gone.
        channel.send(request["n"], answer)


# An interpreter that stands ready has no pipes. Its copies serve.
if sys.argv[1].isdecimal():
    serve()
