# the mast: 4 blanks, then |
print("|")
