def grains(square):
    rice = 1
    for step in range(square):
        rice = rice * 2
    return rice
