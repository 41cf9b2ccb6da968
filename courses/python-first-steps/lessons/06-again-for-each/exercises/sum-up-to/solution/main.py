def sum_up_to(n):
    # start value
    total = 0
    # go through
    for number in range(1, n + 1):
        # add
        total = total + number
    # give back
    return total


# try it
print(sum_up_to(5))
