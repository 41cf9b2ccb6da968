# The same with a class of its own, and from an attribute.
class End(StopIteration): pass
class Solve:
    def __call__(self, numbers): raise End
    def __getattr__(self, name): raise End
solve = Solve()
