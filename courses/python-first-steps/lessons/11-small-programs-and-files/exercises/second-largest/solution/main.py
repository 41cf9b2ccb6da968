def second_largest(numbers):
    largest = None
    second = None
    for number in numbers:
        if largest is None or number > largest:
            second = largest
            largest = number
        elif number < largest and (second is None or number > second):
            second = number
    return second


assert second_largest([4, 9, 7]) == 7
assert second_largest([9, 9, 4]) == 4
assert second_largest([-3, -8, -5]) == -5
assert second_largest([]) is None

print("All checks are fine")
