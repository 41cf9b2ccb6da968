def invite(guests, name):
    # decide: is the name new?
    if name not in guests:
        # then change the list that was given
        guests.append(name)


guests = ["Noor", "Tomas"]
invite(guests, "Mei")
print(guests)
