def count_votes(votes):
    for place in votes:
        counts = {}
        if place not in counts:
            counts[place] = 0
        counts[place] = counts[place] + 1
    return counts
