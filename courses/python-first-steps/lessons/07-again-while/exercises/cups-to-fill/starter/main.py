def cups_to_fill(jar, cup):
    # start values
    filled = 0
    cups = 0
    # go on while the jar is not full

    # give back
    return cups


print(cups_to_fill(1000, 300))
