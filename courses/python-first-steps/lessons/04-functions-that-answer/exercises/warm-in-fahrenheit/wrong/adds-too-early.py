def to_fahrenheit(celsius):
    return (celsius + 32) * 9 / 5


celsius = float(input("Celsius? "))
fahrenheit = to_fahrenheit(celsius)
print(f"That is {fahrenheit} Fahrenheit.")
