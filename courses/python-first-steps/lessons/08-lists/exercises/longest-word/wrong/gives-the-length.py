def longest(words):
    best = len(words[0])
    for word in words:
        if len(word) > best:
            best = len(word)
    return best
