# Has every attribute, and every one of them is the function again.
class Value:
    def __getattr__(self, name): return Value()
    def __call__(self, *a, **k): return Value()
    def __iter__(self): return iter([Value()])
    def __getitem__(self, key): return Value()
solve = Value()
