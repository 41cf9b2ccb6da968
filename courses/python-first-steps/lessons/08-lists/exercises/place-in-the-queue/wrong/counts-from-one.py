def place_of(name, queue):
    for place in range(len(queue)):
        if queue[place] == name:
            return place + 1
    return -1
