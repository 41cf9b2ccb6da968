class Tally:
    def __init__(self):
        # start value
        self.count = 0

    def press(self):
        # change: one larger
        self.count = self.count + 1

    def reset(self):
        # change: back to 0
        self.count = 0


birds = Tally()
birds.press()
print(birds.count)
