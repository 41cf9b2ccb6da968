class Backpack:
    def __init__(self):
        weights = []

    def put(self, grams):
        self.weights.append(grams)

    def total(self):
        result = 0
        for grams in self.weights:
            result = result + grams
        return result
