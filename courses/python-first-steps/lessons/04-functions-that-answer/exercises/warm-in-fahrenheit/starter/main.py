def to_fahrenheit(celsius):
    # work out and give back
    return celsius


# ask
celsius = float(input("Celsius? "))

# call the function and show
