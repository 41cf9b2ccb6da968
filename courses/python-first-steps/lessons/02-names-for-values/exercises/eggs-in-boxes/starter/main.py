# what we know
eggs = 50
box = 12

# work out
full = eggs / box

# show
print("Full boxes:", full)
