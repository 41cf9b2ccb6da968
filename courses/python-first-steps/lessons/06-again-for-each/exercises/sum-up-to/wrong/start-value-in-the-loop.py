def sum_up_to(n):
    for number in range(1, n + 1):
        total = 0
        total = total + number
    return total
