def share(food, drinks, people):
    total = food
    return total / people
    total = total + drinks * 3


print(share(40, 4, 2))
