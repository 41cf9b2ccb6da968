class Tally:
    def __init__(self):
        # start value
        self.count = 0

    def press(self):
        # change: one larger
        pass

    # now the method reset


birds = Tally()
birds.press()
print(birds.count)
