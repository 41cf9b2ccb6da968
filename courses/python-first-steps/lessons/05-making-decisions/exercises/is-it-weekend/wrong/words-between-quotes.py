def is_weekend(day):
    if day == "Saturday" or day == "Sunday":
        return "True"
    else:
        return "False"
