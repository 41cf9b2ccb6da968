def backwards(word):
    result = ""
    for letter in word:
        result = letter + result
        return result
