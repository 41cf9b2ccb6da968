def count_votes(votes):
    counts = {}
    for place in votes:
        counts[place] = 1
    return counts
