def file_total(filename):
    total = 0
    with open(filename) as file:
        for line in file:
            if line.strip() != "":
                total = total + 1
    return total
