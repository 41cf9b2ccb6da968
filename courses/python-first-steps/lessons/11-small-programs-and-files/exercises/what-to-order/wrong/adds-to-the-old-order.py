things = []
with open("stock.txt") as file:
    for line in file:
        parts = line.strip().split(",")
        if int(parts[1]) < 5:
            things.append(parts[0])

with open("order.txt", "a") as file:
    for thing in things:
        file.write(thing + "\n")

print("To order:", len(things))
