def winner(points):
    # start value: no best name so far
    # (`best is None` asks whether this is still so)
    best = None
    # go through the pairs

        # decide

    # give back
    return best


print(winner({"Ana": 7, "Kofi": 12, "Yuki": 9}))
