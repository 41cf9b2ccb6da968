class Backpack:
    weights = []

    def put(self, grams):
        self.weights.append(grams)

    def total(self):
        result = 0
        for grams in self.weights:
            result = result + grams
        return result


mei = Backpack()
omar = Backpack()
mei.put(300)
mei.put(150)
print(mei.total(), omar.total())
