number = int(input("Number? "))

# one line for each of 1 to 10
for times in range(1, 11):
    print(f"{number} x {times} = {number * times}")
