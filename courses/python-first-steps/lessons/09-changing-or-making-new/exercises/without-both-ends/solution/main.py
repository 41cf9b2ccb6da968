def inner(marks):
    return marks[1:-1]


print(inner([5, 9, 7, 8]))
