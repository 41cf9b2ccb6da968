answer = input("Capital of Kenya? ")
if answer == "Nairobi":
    print("Right!")
answer = input("Once more? ")
if answer == "Nairobi":
    print("Right, at the second try.")
else:
    print("It is Nairobi.")
