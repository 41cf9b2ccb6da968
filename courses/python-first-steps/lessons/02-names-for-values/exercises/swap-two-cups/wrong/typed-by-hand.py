left = "tea"
right = "coffee"
left = "coffee"
right = "tea"
print("Left:", left)
print("Right:", right)
