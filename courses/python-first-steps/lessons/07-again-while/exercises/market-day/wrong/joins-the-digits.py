sales = 0
limes = ""
line = input()

while line != "stop":
    sales = sales + 1
    limes = limes + line
    line = input()

print("Sales:", sales)
print("Limes:", limes)
