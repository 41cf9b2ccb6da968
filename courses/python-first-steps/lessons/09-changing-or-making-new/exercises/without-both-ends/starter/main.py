def inner(marks):
    return marks[0:2]


print(inner([5, 9, 7, 8]))
