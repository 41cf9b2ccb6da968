# what we know
bread = 3
melon = 5
paid = 20

# work out: one bread and two melons
total = bread + 2 * melon
change = paid - total

# show
print("Total:", total)
print("Change:", change)
