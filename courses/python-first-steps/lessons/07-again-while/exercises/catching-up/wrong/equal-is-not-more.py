def weeks_to_pass(amina, bilal):
    weeks = 0
    while bilal < amina:
        amina = amina + 5
        bilal = bilal + 8
        weeks = weeks + 1
    return weeks
