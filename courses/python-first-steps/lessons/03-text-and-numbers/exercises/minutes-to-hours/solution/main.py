# ask
minutes = int(input("Minutes? "))

# work out
hours = minutes // 60
left = minutes % 60

# show
print(f"{hours} h {left} min")
