def both_ends(values):
    first = values[0]
    last = values[2]
    return [first, last]
