def may_ride(height, with_adult):
    if height >= 120:
        return True
    elif height >= 100:
        return True
    else:
        return False
