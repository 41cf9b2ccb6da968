number = int(input())

while number >= 1:
    print(number)
    number = number - 1

print("Go!")
