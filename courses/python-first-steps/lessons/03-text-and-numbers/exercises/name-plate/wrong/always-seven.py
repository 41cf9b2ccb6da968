name = input("Name? ")
print("*******")
print(f"* {name} *")
print("*******")
