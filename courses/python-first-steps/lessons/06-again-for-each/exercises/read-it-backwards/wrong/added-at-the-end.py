def backwards(word):
    result = ""
    for letter in word:
        result = result + letter
    return result
