def place_of(name, queue):
    found = -1
    for place in range(len(queue)):
        if queue[place] == name:
            found = place
    return found
