def swim_days(temperatures, limit):
    warm = []
    for temperature in temperatures:
        if temperature >= limit:
            warm = [temperature]
    return warm
