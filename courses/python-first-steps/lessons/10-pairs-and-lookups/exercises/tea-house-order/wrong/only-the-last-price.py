menu = {"tea": 2, "soup": 5, "bread": 1}
total = 0

order = input()
while order != "pay":
    if order in menu:
        total = menu[order]
    else:
        print("No", order)
    order = input()

print("Total:", total)
