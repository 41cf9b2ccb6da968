number = int(input())

if number < 1 or number > 10:
    print("Try again")
    number = int(input())

print("Thank you:", number)
