def by_letter(names):
    groups = {}
    for name in names:
        letter = name[0]
        if letter not in groups:
            groups[letter] = []
        groups[letter] = groups[letter].append(name)
    return groups
