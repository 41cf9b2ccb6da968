def place_of(name, queue):
    # go through the places
    for place in range(len(queue)):
        # decide: is the name at this place?
        if queue[place] == name:
            return place
    # give back: not found
    return -1


print(place_of("Ravi", ["Mei", "Ravi", "Sofia"]))
