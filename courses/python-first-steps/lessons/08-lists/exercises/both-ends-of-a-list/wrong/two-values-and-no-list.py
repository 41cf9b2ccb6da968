def both_ends(values):
    first = values[0]
    last = values[-1]
    print([first, last])
