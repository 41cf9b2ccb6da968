number = int(input("Number? "))
for times in range(10):
    print(f"{number} x {times} = {number * times}")
