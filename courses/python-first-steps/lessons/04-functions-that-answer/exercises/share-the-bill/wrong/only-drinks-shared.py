def share(food, drinks, people):
    return food + drinks * 3 / people


print(share(40, 4, 2))
