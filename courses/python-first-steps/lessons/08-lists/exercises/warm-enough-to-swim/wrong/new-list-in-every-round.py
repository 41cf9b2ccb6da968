def swim_days(temperatures, limit):
    for temperature in temperatures:
        warm = []
        if temperature >= limit:
            warm.append(temperature)
    return warm
