def to_fahrenheit(celsius):
    return celsius


celsius = float(input("Celsius? "))
print(f"That is {celsius * 9 / 5 + 32} Fahrenheit.")
