saved = 15
print(saved)
print(saved + 20)
print(saved - 8)
print(saved * 2)
