print(3 * 52)
print(3 * 52 - 140)
