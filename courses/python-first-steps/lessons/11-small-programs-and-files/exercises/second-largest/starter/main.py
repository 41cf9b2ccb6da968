def second_largest(numbers):
    numbers.sort()
    return numbers[-2]


assert second_largest([4, 9, 7]) == 7
# your checks:

print("All checks are fine")
