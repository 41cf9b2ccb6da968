def invite(guests, name):
    for guest in guests:
        if guest != name:
            guests.append(name)
