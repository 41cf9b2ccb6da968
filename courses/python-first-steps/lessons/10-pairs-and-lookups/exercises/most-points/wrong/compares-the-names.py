def winner(points):
    best = ""
    for name in points:
        if name > best:
            best = name
    return best
