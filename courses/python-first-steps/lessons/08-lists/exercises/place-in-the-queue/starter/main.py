def place_of(name, queue):
    # go through the places

        # decide: is the name at this place?

    # give back: not found
    return -1


print(place_of("Ravi", ["Mei", "Ravi", "Sofia"]))
