def swim_days(temperatures, limit):
    # start value
    warm = []
    # go through
    for temperature in temperatures:
        # decide
        if temperature >= limit:
            warm.append(temperature)
    # give back
    return warm


print(swim_days([17, 20, 23, 19], 20))
