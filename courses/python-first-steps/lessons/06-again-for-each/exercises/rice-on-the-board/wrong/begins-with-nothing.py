def grains(square):
    rice = 0
    for step in range(square - 1):
        rice = rice * 2
    return rice
