def label(fruit, year):
    return fruit + " jam,", year
