def place_of(name, queue):
    for person in queue:
        if person == name:
            return person
    return -1
