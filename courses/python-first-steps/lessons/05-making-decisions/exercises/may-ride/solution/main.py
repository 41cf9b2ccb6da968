def may_ride(height, with_adult):
    if height >= 120:
        return True
    elif height >= 100:
        return with_adult
    else:
        return False


# try it
print(may_ride(130, False))
print(may_ride(110, True))
