# Tests in the same box as the learner's program, for exercises whose tests cannot work from a box of their own. Whatever comes of it is shown, and never credited: here the
# program can reach everything that decides.


class CannotBeJudged(Exception):
    """Something that tests cannot use here."""


class Session:
    """What `running.py` needs of its box."""

    spoiled = None
    last_call = None
    sent = 0

    def tell(self, answer):
        channel.send(self.sent, answer)
        self.sent += 1

    def facts_of(self, error):
        facts = describe(error)
        return facts if facts["frames"] else None

    def begin(self, name, path, text):
        pass


session = Session()


def practise(request):
    session.sent = request["n"]
    run_test_files(request["files"], request["pytest"])
    request["n"] = session.sent
    return {"finished": {"found": Counter.found, "run": Counter.run, "passed": Counter.passed}}


ACTIONS["tests"] = practise
