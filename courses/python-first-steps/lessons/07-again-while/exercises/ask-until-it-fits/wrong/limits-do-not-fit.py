number = int(input())

while number <= 1 or number >= 10:
    print("Try again")
    number = int(input())

print("Thank you:", number)
