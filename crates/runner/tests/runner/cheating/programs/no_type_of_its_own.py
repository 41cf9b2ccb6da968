# Functions, generators, coroutines and bound methods in the place of a value.
async def later(): return 3.0
def values(): yield 3.0
class Holder:
    def method(self): return 3.0
choices = [lambda *a: 3.0, values(), Holder().method, NotImplemented, Ellipsis, type, object(), Holder]
def solve(numbers):
    choices.append(choices.pop(0))
    return choices[-1]
