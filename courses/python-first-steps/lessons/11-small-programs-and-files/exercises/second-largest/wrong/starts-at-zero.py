def second_largest(numbers):
    largest = 0
    second = 0
    for number in numbers:
        if number > largest:
            second = largest
            largest = number
        elif number < largest and number > second:
            second = number
    if second == 0:
        return None
    return second
