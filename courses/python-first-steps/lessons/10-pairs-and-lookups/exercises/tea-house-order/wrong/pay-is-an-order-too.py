menu = {"tea": 2, "soup": 5, "bread": 1}
total = 0

order = ""
while order != "pay":
    order = input()
    if order in menu:
        total = total + menu[order]
    else:
        print("No", order)

print("Total:", total)
