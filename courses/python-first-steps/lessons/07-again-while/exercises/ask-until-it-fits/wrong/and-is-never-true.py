number = int(input())

while number < 1 and number > 10:
    print("Try again")
    number = int(input())

print("Thank you:", number)
