def taxi_fare(km):
    # work out
    fare = 3 + 2 * km
    # give back
    return fare


# try it
print(taxi_fare(5))
