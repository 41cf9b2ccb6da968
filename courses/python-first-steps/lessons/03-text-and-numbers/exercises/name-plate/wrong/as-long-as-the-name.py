name = input("Name? ")
print("*" * len(name))
print(f"* {name} *")
print("*" * len(name))
