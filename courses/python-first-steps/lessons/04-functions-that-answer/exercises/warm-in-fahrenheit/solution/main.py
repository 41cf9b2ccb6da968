def to_fahrenheit(celsius):
    # work out and give back
    return celsius * 9 / 5 + 32


# ask
celsius = float(input("Celsius? "))

# call the function and show
fahrenheit = to_fahrenheit(celsius)
print(f"That is {fahrenheit} Fahrenheit.")
