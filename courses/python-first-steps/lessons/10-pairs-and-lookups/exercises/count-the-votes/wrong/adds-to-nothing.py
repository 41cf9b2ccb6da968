def count_votes(votes):
    counts = {}
    for place in votes:
        counts[place] = counts[place] + 1
    return counts
