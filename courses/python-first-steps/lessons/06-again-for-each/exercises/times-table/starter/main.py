number = int(input("Number? "))

# one line for each of 1 to 10
print(f"{number} x 1 = {number * 1}")
