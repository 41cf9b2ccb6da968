def by_letter(names):
    groups = {}
    for name in names:
        letter = name[0]
        groups[letter] = [name]
    return groups
