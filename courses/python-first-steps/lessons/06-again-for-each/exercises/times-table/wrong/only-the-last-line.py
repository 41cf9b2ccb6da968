number = int(input("Number? "))
for times in range(1, 11):
    result = number * times
print(f"{number} x {times} = {result}")
