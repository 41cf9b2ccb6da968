class Bottle:
    def __init__(self, capacity):
        self.capacity = capacity
        self.level = 0

    def fill(self, amount):
        self.level = self.level + amount
        if self.level > self.capacity:
            self.level = self.capacity

    def drink(self, amount):
        if amount > self.level:
            self.level = 0
            return self.level
        self.level = self.level - amount
        return amount
