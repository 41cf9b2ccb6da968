def to_fahrenheit(celsius):
    print(celsius * 9 / 5 + 32)


celsius = float(input("Celsius? "))
fahrenheit = to_fahrenheit(celsius)
print(f"That is {fahrenheit} Fahrenheit.")
