def labels(words):
    for place in range(len(words)):
        words[place] = words[place].strip().upper()
    return words
