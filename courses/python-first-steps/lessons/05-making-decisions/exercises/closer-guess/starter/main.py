def distance(a, b):
    if a > b:
        return a - b


def closer(target, first, second):
    return first


# try it
print(distance(10, 3))
print(closer(50, 45, 60))
