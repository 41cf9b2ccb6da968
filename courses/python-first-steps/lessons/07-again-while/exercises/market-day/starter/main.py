# start values
sales = 0
limes = 0

# go on while the line is not "stop"

print("Sales:", sales)
print("Limes:", limes)
