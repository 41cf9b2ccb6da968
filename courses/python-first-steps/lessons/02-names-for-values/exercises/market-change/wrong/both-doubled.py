bread = 3
melon = 5
paid = 20
total = (bread + melon) * 2
change = paid - total
print("Total:", total)
print("Change:", change)
