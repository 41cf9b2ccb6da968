number = input("Number? ")
for times in range(1, 11):
    print(f"{number} x {times} = {number * times}")
