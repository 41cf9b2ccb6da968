def invite(guests, name):
    # decide: is the name new?
    # then change the list that was given
    guests = [name]


guests = ["Noor", "Tomas"]
invite(guests, "Mei")
print(guests)
