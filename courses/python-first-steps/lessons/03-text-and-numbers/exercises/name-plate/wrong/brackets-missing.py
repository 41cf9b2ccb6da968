name = input("Name? ")
print("*" * len(name) + 4)
print(f"* {name} *")
print("*" * len(name) + 4)
