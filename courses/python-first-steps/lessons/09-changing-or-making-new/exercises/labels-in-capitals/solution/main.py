def labels(words):
    result = []
    for word in words:
        result.append(word.strip().upper())
    return result


print(labels([" rice", "Green tea "]))
