def average(marks):
    if len(marks) == 0:
        return None
    total = 0
    for place in range(1, len(marks)):
        total = total + marks[place]
    return total / len(marks)
