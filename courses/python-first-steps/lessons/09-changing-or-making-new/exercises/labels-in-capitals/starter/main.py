def labels(words):
    # start value
    result = []
    # go through

    # give back
    return result


print(labels([" rice", "Green tea "]))
