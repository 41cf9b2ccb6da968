def average(marks):
    if len(marks) == 0:
        return None
    total = 0
    for place in range(len(marks) + 1):
        total = total + marks[place]
    return total / len(marks)
