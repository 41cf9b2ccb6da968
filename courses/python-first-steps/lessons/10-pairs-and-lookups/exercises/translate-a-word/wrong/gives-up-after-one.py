def translate(word, words):
    for english in words:
        if english == word:
            return words[english]
        else:
            return word
