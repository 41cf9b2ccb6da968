def file_total(filename):
    total = 0
    with open(filename) as file:
        for line in file:
            total = total + int(line)
    return total
