def taxi_fare(km):
    km = 5
    return 3 + 2 * km


print(taxi_fare(5))
