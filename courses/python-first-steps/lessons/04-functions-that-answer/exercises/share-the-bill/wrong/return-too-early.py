def share(food, drinks, people):
    total = food
    return total
    total = total + drinks * 3
    return total / people


print(share(40, 4, 2))
