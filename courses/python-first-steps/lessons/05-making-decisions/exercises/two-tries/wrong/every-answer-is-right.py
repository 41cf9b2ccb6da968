answer = input("Capital of Kenya? ")
if answer == "Nairobi" or "nairobi":
    print("Right!")
else:
    answer = input("Once more? ")
    if answer == "Nairobi" or "nairobi":
        print("Right, at the second try.")
    else:
        print("It is Nairobi.")
