def may_ride(height, with_adult):
    return height >= 120


# try it
print(may_ride(130, False))
print(may_ride(110, True))
