def ticket(age):
    if age < 6:
        print(0)
    elif age < 16:
        print(2)
    elif age < 65:
        print(4)
    else:
        print(1)
