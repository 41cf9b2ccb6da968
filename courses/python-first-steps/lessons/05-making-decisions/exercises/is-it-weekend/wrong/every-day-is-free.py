def is_weekend(day):
    if day == "Saturday" or "Sunday":
        return True
    else:
        return False
