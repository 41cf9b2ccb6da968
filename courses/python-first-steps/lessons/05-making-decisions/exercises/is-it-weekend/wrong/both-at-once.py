def is_weekend(day):
    if day == "Saturday" and day == "Sunday":
        return True
    else:
        return False
