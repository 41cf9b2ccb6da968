class Robot:
    def __init__(self):
        self.x = 0
        self.y = 0
        self.facing = "N"

    def turn_right(self):
        order = ["N", "E", "S", "W"]
        for place in range(4):
            if order[place] == self.facing:
                self.facing = order[place + 1]
                return

    def forward(self, steps):
        if self.facing == "N":
            self.y = self.y + steps
        elif self.facing == "S":
            self.y = self.y - steps
        elif self.facing == "E":
            self.x = self.x + steps
        else:
            self.x = self.x - steps

    def place(self):
        return [self.x, self.y]
