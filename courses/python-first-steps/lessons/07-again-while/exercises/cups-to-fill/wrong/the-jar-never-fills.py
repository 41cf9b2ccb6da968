def cups_to_fill(jar, cup):
    filled = 0
    cups = 0
    while filled < jar:
        cups = cups + 1
    return cups
