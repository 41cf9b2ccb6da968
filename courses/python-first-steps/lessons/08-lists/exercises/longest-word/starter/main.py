def longest(words):
    # start value: the best word so far
    best = words[0]
    # go through

        # decide

    # give back



print(longest(["sea", "river"]))
