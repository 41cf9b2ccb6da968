def invite(guests, name):
    if name not in guests:
        guests.append([name])
