bread = 3
melon = 5
paid = 20
total = bread + 2 * melon
change = total - paid
print("Total:", total)
print("Change:", change)
