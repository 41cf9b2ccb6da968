print("good morning!")
print("my name is python.")
