def taxi_fare(km):
    return (3 + 2) * km


print(taxi_fare(5))
