print("Good morning! My name is Python.")
