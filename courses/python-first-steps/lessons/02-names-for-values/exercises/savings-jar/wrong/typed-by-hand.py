saved = 15
print(saved)
print(35)
print(27)
print(54)
