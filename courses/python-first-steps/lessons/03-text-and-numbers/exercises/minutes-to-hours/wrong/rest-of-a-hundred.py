minutes = int(input("Minutes? "))
hours = minutes // 60
left = minutes % 100
print(f"{hours} h {left} min")
