class Robot:
    def __init__(self):
        self.x = 0
        self.y = 0
        self.facing = "N"
        self.here = [self.x, self.y]

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
            self.y = self.y + steps
        elif self.facing == "S":
            self.y = self.y - steps
        elif self.facing == "E":
            self.x = self.x + steps
        else:
            self.x = self.x - steps

    def place(self):
        return self.here
