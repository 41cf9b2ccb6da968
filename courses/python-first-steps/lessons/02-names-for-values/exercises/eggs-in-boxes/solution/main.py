# what we know
eggs = 50
box = 12

# work out
full = eggs // box
left = eggs % box

# show
print("Full boxes:", full)
print("Eggs left over:", left)
