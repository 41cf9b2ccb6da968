things = []
with open("stock.txt") as file:
    for line in file:
        parts = line.strip().split(",")
        if int(parts[1]) < 5:
            things.append(parts[0])

for thing in things:
    with open("order.txt", "w") as file:
        file.write(thing + "\n")

print("To order:", len(things))
