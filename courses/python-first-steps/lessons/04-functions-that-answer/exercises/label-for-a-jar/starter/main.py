def label(fruit, year):
    return fruit


# try it
print(label("plum", 2024))
