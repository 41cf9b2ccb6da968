def longest(words):
    # start value: the best word so far
    best = words[0]
    # go through
    for word in words:
        # decide
        if len(word) > len(best):
            best = word
    # give back
    return best


print(longest(["sea", "river"]))
