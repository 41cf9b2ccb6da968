def translate(word, words):
    if word in words:
        return words[word]
    return word


spanish = {"bread": "pan", "milk": "leche"}
print(translate("milk", spanish))
