class Bottle:
    def __init__(self, capacity):
        self.capacity = capacity
        self.level = 0

    def fill(self, amount):
        self.level = self.level + amount

    def drink(self, amount):
        if amount > self.level:
            amount = self.level
        self.level = self.level - amount
        return amount
