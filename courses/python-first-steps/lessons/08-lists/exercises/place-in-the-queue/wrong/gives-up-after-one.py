def place_of(name, queue):
    for place in range(len(queue)):
        if queue[place] == name:
            return place
        else:
            return -1
