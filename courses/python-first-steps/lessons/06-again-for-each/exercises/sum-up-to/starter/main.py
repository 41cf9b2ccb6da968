def sum_up_to(n):
    for number in range(n):
        total = 0
        total = total + number
    return total


# try it
print(sum_up_to(5))
