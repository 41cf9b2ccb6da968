def labels(words):
    for word in words:
        word = word.strip().upper()
    return words
