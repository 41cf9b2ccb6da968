def taxi_fare(km):
    # work out

    # give back
    return 0


# try it
print(taxi_fare(5))
