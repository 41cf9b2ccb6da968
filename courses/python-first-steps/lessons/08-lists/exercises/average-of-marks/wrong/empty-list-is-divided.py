def average(marks):
    total = 0
    for mark in marks:
        total = total + mark
    return total / len(marks)
