left = "tea"
right = "coffee"

# swap the two values here
spare = left
left = right
right = spare

print("Left:", left)
print("Right:", right)
