saved = 15
print(saved)

# she puts in 20


# she takes out 8


# her aunt doubles it
