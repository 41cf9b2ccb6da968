sales = 0
limes = 0
line = input()

while line != "stop":
    line = input()
    sales = sales + 1
    limes = limes + int(line)

print("Sales:", sales)
print("Limes:", limes)
