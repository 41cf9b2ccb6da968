def count_votes(votes):
    # start value
    counts = {}
    # go through
    for place in votes:
        # decide: is this place new?
        if place not in counts:
            counts[place] = 0
        counts[place] = counts[place] + 1
    # give back
    return counts


print(count_votes(["zoo", "sea", "zoo"]))
