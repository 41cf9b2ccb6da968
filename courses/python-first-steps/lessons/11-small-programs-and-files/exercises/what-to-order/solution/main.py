# start value: the things to order
things = []

# go through stock.txt
with open("stock.txt") as file:
    for line in file:
        parts = line.strip().split(",")
        # decide
        if int(parts[1]) < 5:
            things.append(parts[0])

# write order.txt
with open("order.txt", "w") as file:
    for thing in things:
        file.write(thing + "\n")

# print how many
print("To order:", len(things))
