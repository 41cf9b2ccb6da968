eggs = 50
box = 12
full = eggs / box
left = eggs % box
print("Full boxes:", full)
print("Eggs left over:", left)
