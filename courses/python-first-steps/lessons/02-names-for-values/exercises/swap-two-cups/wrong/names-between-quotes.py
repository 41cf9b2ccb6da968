left = "tea"
right = "coffee"
spare = "left"
left = "right"
right = spare
print("Left:", left)
print("Right:", right)
