def invite(guests, name):
    guests.append(name)
