def grains(square):
    rice = 1
    for step in range(square - 1):
        rice = rice + 2
    return rice
