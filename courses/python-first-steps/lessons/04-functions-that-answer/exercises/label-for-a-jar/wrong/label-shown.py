def label(fruit, year):
    print(f"{fruit} jam, {year}")
