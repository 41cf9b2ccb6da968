def swim_days(temperatures, limit):
    # start value

    # go through, and decide for each temperature

    # give back
    return temperatures


print(swim_days([17, 20, 23, 19], 20))
