def second_largest(numbers):
    largest = None
    second = None
    for number in numbers:
        if largest is None or number > largest:
            largest = number
        elif number < largest and (second is None or number > second):
            second = number
    return second
