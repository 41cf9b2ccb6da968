print("Good morning!")
# print("My name is Python.")
