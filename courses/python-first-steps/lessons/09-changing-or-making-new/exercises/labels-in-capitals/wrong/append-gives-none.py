def labels(words):
    result = []
    for word in words:
        result = result.append(word.strip().upper())
    return result
