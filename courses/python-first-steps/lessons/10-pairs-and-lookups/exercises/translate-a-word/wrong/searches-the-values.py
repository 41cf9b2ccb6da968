def translate(word, words):
    for english, other in words.items():
        if other == word:
            return english
    return word
