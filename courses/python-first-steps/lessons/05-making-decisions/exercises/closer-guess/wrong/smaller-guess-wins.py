def distance(a, b):
    if a > b:
        return a - b
    else:
        return b - a


def closer(target, first, second):
    if first <= second:
        return first
    else:
        return second
