class Tally:
    def __init__(self):
        self.count = 0

    def press(self):
        count = self.count + 1

    def reset(self):
        count = 0
