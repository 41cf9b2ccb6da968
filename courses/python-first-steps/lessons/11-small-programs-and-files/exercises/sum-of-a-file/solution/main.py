def file_total(filename):
    # start value
    total = 0
    with open(filename) as file:
        # go through
        for line in file:
            # decide: is the line empty?
            if line.strip() != "":
                total = total + int(line)
    # give back
    return total


print(file_total("steps.txt"))
