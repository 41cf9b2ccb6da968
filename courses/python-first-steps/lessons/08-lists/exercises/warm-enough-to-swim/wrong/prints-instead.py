def swim_days(temperatures, limit):
    for temperature in temperatures:
        if temperature >= limit:
            print(temperature)
