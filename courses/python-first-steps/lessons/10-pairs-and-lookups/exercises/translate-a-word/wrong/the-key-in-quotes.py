def translate(word, words):
    if word in words:
        return words["word"]
    return word
