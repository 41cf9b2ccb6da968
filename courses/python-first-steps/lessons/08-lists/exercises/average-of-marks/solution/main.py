def average(marks):
    if len(marks) == 0:
        return None
    total = 0
    for mark in marks:
        total = total + mark
    return total / len(marks)


print(average([4, 8, 9]))
