def translate(word, words):
    return words[word]


spanish = {"bread": "pan", "milk": "leche"}
print(translate("milk", spanish))
