def note(filename, text):
    with open(filename) as file:
        file.write(text + "\n")
