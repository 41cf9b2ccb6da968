def winner(points):
    best = ""
    most = 0
    for name, number in points.items():
        if number > most:
            best = name
            most = number
    return best
