def file_total(filename):
    # start value
    total = 0
    with open(filename) as file:
        # go through, and decide: is the line empty?
        line = file.readline()
        total = total + int(line)
    # give back
    return total


print(file_total("steps.txt"))
