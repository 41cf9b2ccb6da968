def second_largest(numbers):
    if len(numbers) < 2:
        return None
    ordered = sorted(numbers)
    return ordered[-2]
