sales = 0
limes = 0
line = input()

while line != "stop":
    sales = sales + 1
    limes = int(line)
    line = input()

print("Sales:", sales)
print("Limes:", limes)
