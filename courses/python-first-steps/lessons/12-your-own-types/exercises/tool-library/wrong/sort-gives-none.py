class ToolLibrary:
    def __init__(self):
        # each tool, and the person who has it, or None
        self.lent_to = {}

    def add(self, tool):
        if tool not in self.lent_to:
            self.lent_to[tool] = None

    def who_has(self, tool):
        if tool in self.lent_to:
            return self.lent_to[tool]
        return None

    def lend(self, tool, person):
        if tool not in self.lent_to:
            return False
        if self.who_has(tool) is not None:
            return False
        self.lent_to[tool] = person
        return True

    def bring_back(self, tool):
        if self.who_has(tool) is None:
            return False
        self.lent_to[tool] = None
        return True

    def free_tools(self):
        # start value
        free = []
        # go through
        for tool, person in self.lent_to.items():
            # decide
            if person is None:
                free.append(tool)
        # give back
        return free.sort()
