def share(food, drinks, people):
    # start value
    total = food
    return total
    # add the drinks
    total = total + drinks * 3
    # give back
    return total / people


# try it
print(share(40, 4, 2))
