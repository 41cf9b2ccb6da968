def labels(words):
    result = []
    for word in words:
        word.strip()
        word.upper()
        result.append(word)
    return result
