name = input("Name? ")

# the line above

# the middle line
print(f"* {name} *")

# the line below
