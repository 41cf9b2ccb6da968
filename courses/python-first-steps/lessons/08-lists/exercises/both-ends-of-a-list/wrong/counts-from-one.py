def both_ends(values):
    first = values[1]
    last = values[-1]
    return [first, last]
