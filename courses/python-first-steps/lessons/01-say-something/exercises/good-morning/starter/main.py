# Show the two lines from the instructions.
print("Good")
