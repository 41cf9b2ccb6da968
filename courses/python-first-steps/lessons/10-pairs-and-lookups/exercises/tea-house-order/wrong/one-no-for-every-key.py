menu = {"tea": 2, "soup": 5, "bread": 1}
total = 0

order = input()
while order != "pay":
    for key in menu:
        if key == order:
            total = total + menu[key]
        else:
            print("No", order)
    order = input()

print("Total:", total)
