def grains(square):
    # start value: the first square
    rice = 1
    # go through the squares after the first
    for step in range(square - 1):
        rice = rice * 2
    # give back
    return rice


# try it
print(grains(4))
