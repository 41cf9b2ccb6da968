def longest(words):
    best = words[0]
    for place in range(len(words) - 1):
        if len(words[place]) > len(best):
            best = words[place]
    return best
