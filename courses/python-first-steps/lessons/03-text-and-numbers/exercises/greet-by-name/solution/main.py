name = input("What is your name? ")

# greet the person
print(f"Hello, {name}!")
