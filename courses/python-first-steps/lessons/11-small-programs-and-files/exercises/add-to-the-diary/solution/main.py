def note(filename, text):
    with open(filename, "a") as file:
        file.write(text + "\n")


# try it with a file of its own
note("try.txt", "It rained.")
note("try.txt", "We made soup.")

with open("try.txt") as file:
    for line in file:
        print(line.strip())
