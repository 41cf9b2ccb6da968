def both_ends(values):
    first = values[0]
    last = values[-1]
    return [first, last]


print(both_ends(["Lima", "Accra", "Hanoi"]))
