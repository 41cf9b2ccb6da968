def both_ends(values):
    first = values[0]
    last = values[len(values)]
    return [first, last]
