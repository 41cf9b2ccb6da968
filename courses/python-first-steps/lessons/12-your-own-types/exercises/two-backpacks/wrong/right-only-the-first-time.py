class Backpack:
    def __init__(self):
        self.weights = []
        self.result = 0

    def put(self, grams):
        self.weights.append(grams)

    def total(self):
        for grams in self.weights:
            self.result = self.result + grams
        return self.result
