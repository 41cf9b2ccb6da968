class Robot:
    def __init__(self):
        self.x = 0
        self.y = 0
        self.facing = "N"

    def turn_right(self):
        if self.facing == "N":
            self.facing = "E"
        if self.facing == "E":
            self.facing = "S"
        if self.facing == "S":
            self.facing = "W"
        if self.facing == "W":
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
        return [self.x, self.y]
