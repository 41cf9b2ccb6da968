number = int(input())

if number >= 1:
    print(number)
    number = number - 1

print("Go!")
