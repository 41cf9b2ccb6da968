def place_of(name, queue):
    for place in range(1, len(queue)):
        if queue[place] == name:
            return place
    return -1
