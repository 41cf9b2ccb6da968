# The loop: last in every box's program.


def serve():
    while True:
        request = channel.receive()
        answer = ACTIONS[request["do"]](request)
        # Read afterwards: in between, other requests may have come and gone.
        channel.send(request["n"], answer)


serve()
