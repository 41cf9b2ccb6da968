bread = 3
melon = 5
paid = 20
total = bread + melon
change = paid - total
print("Total:", total)
print("Change:", change)
