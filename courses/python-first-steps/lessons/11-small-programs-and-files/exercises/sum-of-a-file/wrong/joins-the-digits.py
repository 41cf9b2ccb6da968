def file_total(filename):
    total = ""
    with open(filename) as file:
        for line in file:
            total = total + line.strip()
    return total
