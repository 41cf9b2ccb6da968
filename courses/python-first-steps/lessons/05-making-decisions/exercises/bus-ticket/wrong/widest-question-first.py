def ticket(age):
    if age < 65:
        return 4
    elif age < 16:
        return 2
    elif age < 6:
        return 0
    else:
        return 1
