def to_fahrenheit(celsius):
    return celsius * 9 / 5 + 32


celsius = float(input("Celsius? "))
to_fahrenheit(celsius)
print(f"That is {celsius} Fahrenheit.")
