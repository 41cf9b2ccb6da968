number = int(input("Number? "))
for times in range(1, 10):
    print(f"{number} x {times} = {number * times}")
