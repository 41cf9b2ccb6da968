def share(food, drinks, people):
    total = food
    total = total + drinks * 3
    return total
    return total / people


print(share(40, 4, 2))
