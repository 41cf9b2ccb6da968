def grains(square):
    rice = 1
    total = 0
    for step in range(square):
        total = total + rice
        rice = rice * 2
    return total
