def taxi_fare(km):
    fare = 3 + 2 * km


print(taxi_fare(5))
