# start values
sales = 0
limes = 0
line = input()

# go on while the line is not "stop"
while line != "stop":
    sales = sales + 1
    limes = limes + int(line)
    line = input()

print("Sales:", sales)
print("Limes:", limes)
