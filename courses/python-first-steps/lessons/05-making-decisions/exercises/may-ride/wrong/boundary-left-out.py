def may_ride(height, with_adult):
    return height > 120 or (height > 100 and with_adult)
