def ticket(age):
    if age <= 6:
        return 0
    elif age <= 16:
        return 2
    elif age <= 65:
        return 4
    else:
        return 1
