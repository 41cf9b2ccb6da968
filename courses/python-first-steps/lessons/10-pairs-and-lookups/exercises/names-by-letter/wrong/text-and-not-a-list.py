def by_letter(names):
    groups = {}
    for name in names:
        letter = name[0]
        if letter not in groups:
            groups[letter] = name
        else:
            groups[letter] = groups[letter] + name
    return groups
