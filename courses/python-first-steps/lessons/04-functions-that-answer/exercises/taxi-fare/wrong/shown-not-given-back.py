def taxi_fare(km):
    print(3 + 2 * km)


taxi_fare(5)
