left = "tea"
right = "coffee"
left = right
right = left
print("Left:", left)
print("Right:", right)
