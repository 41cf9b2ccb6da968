def to_fahrenheit(celsius):
    return celsius * 9 / 5 + 32


celsius = int(input("Celsius? "))
fahrenheit = to_fahrenheit(celsius)
print(f"That is {fahrenheit} Fahrenheit.")
