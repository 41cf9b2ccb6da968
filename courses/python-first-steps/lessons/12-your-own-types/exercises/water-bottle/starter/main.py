class Bottle:
    def __init__(self, capacity):
        self.capacity = capacity
        self.level = 0

    def fill(self, amount):
        self.level = self.level + amount

    # now the method drink


b = Bottle(500)
b.fill(600)
print(b.level)
