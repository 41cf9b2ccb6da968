answer = input("Capital of Kenya? ")
if answer == "Nairobi":
    print("Right!")
else:
    answer = input("Once more? ")
    if answer == "Nairobi":
        print("Right, at the second try.")
print("It is Nairobi.")
