def distance(a, b):
    if a > b:
        return a - b
    else:
        return b - a


def closer(target, first, second):
    if distance(target, first) <= distance(target, second):
        return distance(target, first)
    else:
        return distance(target, second)
