def note(filename, text):
    with open(filename, "w") as file:
        file.write(text + "\n")
