def share(food, drinks, people):
    total = food + drinks * 3
    return total // people


print(share(40, 4, 2))
