saved = 15
print(saved)
saved = saved + 20
print(saved)
saved = saved - 8
print(saved)
saved = saved + 2
print(saved)
