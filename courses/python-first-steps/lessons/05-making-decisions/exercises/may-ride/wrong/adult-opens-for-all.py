def may_ride(height, with_adult):
    return height >= 120 or with_adult
