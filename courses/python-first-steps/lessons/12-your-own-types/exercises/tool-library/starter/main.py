class ToolLibrary:
    def __init__(self):
        # What must be remembered? One way: a dictionary from
        # each tool to the person who has it, or None.
        self.lent_to = {}

    def add(self, tool):
        pass

    # and now the other methods, one after the other


library = ToolLibrary()
library.add("saw")
library.add("ladder")
# Take away the # as you go on:
# print(library.lend("saw", "Kwame"))    # True
# print(library.lend("saw", "Ines"))     # False
# print(library.who_has("saw"))          # Kwame
# print(library.free_tools())            # ['ladder']
# print(library.bring_back("saw"))       # True
