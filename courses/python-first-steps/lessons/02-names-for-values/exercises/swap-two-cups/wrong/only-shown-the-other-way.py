left = "tea"
right = "coffee"
print("Left:", right)
print("Right:", left)
