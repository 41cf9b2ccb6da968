def average(marks):
    if len(marks) == 0:
        return None
    total = 0
    for mark in marks:
        total = (total + mark) / len(marks)
    return total
