def ticket(age):
    if age < 6:
        price = 0
    if age < 16:
        price = 2
    elif age < 65:
        price = 4
    else:
        price = 1
    return price
