total = 13
change = 7
print("Total:", total)
print("Change:", change)
