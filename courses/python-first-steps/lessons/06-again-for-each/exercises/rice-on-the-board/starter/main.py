def grains(square):
    # start value: the first square
    rice = 1
    # go through the squares after the first

    # give back
    return rice


# try it
print(grains(4))
