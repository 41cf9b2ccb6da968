name = input("Name? ")

# the line above
print("*" * (len(name) + 4))

# the middle line
print(f"* {name} *")

# the line below
print("*" * (len(name) + 4))
