def file_total(filename):
    total = 0
    with open(filename) as file:
        for line in file:
            if line.strip() == "":
                return total
            total = total + int(line)
    return total
