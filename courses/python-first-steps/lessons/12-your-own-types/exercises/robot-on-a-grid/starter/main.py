class Robot:
    def __init__(self):
        self.x = 0
        self.y = 0
        self.facing = "N"

    def place(self):
        return [self.x, self.y]


r = Robot()
print(r.place())
