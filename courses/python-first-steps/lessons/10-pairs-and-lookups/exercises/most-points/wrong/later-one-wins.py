def winner(points):
    best = None
    for name, number in points.items():
        if best is None or number >= points[best]:
            best = name
    return best
