def is_weekend(day):
    if day == "Saturday" or day == "Sunday":
        return True
    else:
        return False


# try it
print(is_weekend("Sunday"))
print(is_weekend("Monday"))
