def winner(points):
    best = ""
    most = None
    for name, number in points.items():
        if most is None:
            most = number
        if number >= most:
            best = name
    return best
