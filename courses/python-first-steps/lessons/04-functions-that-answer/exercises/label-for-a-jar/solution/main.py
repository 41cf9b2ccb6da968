def label(fruit, year):
    return f"{fruit} jam, {year}"


# try it
print(label("plum", 2024))
