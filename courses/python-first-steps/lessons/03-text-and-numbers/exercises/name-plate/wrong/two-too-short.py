name = input("Name? ")
print("*" * (len(name) + 2))
print(f"* {name} *")
print("*" * (len(name) + 2))
