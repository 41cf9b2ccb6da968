def second_largest(numbers):
    numbers.sort(reverse=True)
    for number in numbers:
        if number < numbers[0]:
            return number
    return None
