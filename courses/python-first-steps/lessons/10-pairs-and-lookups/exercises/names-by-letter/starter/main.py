def by_letter(names):
    # Plan it first: what are the keys, what are the values?
    return {}


print(by_letter(["Ana", "Bo", "Ali"]))
