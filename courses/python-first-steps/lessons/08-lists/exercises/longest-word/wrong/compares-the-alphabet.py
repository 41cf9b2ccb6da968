def longest(words):
    best = words[0]
    for word in words:
        if word > best:
            best = word
    return best
