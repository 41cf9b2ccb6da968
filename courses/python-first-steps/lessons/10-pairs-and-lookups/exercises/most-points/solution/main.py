def winner(points):
    # start value: no best name so far
    best = None
    # go through the pairs
    for name, number in points.items():
        # decide
        if best is None or number > points[best]:
            best = name
    # give back
    return best


print(winner({"Ana": 7, "Kofi": 12, "Yuki": 9}))
