left = "tea"
right = "coffee"
right = left
left = right
print("Left:", left)
print("Right:", right)
