def count_votes(votes):
    # start value
    counts = {}
    # go through
    for place in votes:
        # decide: is this place new?
        counts[place] = 1
    # give back
    return counts


print(count_votes(["zoo", "sea", "zoo"]))
