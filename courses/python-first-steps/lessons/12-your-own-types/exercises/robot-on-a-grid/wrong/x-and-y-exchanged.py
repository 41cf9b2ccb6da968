class Robot:
    def __init__(self):
        self.x = 0
        self.y = 0
        self.facing = "N"

    def turn_right(self):
        if self.facing == "N":
            self.facing = "E"
        elif self.facing == "E":
            self.facing = "S"
        elif self.facing == "S":
            self.facing = "W"
        else:
            self.facing = "N"

    def forward(self, steps):
        if self.facing == "N":
            self.x = self.x + steps
        elif self.facing == "S":
            self.x = self.x - steps
        elif self.facing == "E":
            self.y = self.y + steps
        else:
            self.y = self.y - steps

    def place(self):
        return [self.x, self.y]
