def translate(word, words):
    return words[word]
