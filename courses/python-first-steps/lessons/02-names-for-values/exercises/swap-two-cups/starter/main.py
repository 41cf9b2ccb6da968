left = "tea"
right = "coffee"

# swap the two values here


print("Left:", left)
print("Right:", right)
