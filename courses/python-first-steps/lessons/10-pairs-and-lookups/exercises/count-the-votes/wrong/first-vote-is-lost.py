def count_votes(votes):
    counts = {}
    for place in votes:
        if place not in counts:
            counts[place] = 0
        else:
            counts[place] = counts[place] + 1
    return counts
