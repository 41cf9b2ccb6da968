def distance(a, b):
    if a > b:
        return a - b
    else:
        return b - a


def closer(target, first, second):
    if distance(target, first) <= distance(target, second):
        return first
    else:
        return second


# try it
print(distance(10, 3))
print(closer(50, 45, 60))
