def second_largest(numbers):
    different = []
    for number in sorted(numbers):
        if number not in different:
            different.append(number)
    return different[-2]
