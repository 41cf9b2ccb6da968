def by_letter(names):
    groups = {}
    members = []
    for name in names:
        letter = name[0]
        if letter not in groups:
            groups[letter] = members
        groups[letter].append(name)
    return groups
