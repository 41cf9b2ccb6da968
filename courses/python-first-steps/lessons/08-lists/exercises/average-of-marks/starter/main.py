def average(marks):
    total = 0
    for place in range(1, len(marks)):
        total = total + marks[place]
    return total / len(marks)


print(average([4, 8, 9]))
