answer = input("Capital of Kenya? ")

if answer == "Nairobi":
    print("Right!")
