def ticket(age):
    if age < 6:
        return 0
    else:
        return 4


# try it, also on both sides of each boundary
print(ticket(30))
