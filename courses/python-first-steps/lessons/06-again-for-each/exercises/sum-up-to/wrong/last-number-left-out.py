def sum_up_to(n):
    total = 0
    for number in range(n):
        total = total + number
    return total
