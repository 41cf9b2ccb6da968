saved = 15
print(saved)

# she puts in 20
saved = saved + 20
print(saved)

# she takes out 8
saved = saved - 8
print(saved)

# her aunt doubles it
saved = saved * 2
print(saved)
