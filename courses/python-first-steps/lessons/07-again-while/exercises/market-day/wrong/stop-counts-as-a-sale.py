sales = 0
limes = 0
line = ""

while line != "stop":
    line = input()
    sales = sales + 1
    if line != "stop":
        limes = limes + int(line)

print("Sales:", sales)
print("Limes:", limes)
