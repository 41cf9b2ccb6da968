def distance(a, b):
    return a - b


def closer(target, first, second):
    if distance(target, first) <= distance(target, second):
        return first
    else:
        return second
