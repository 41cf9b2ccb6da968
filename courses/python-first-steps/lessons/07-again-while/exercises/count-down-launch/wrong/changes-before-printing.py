number = int(input())

while number >= 1:
    number = number - 1
    print(number)

print("Go!")
