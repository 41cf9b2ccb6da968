# start value: the things to order

# go through stock.txt

# write order.txt

# print how many
print("To order:", 0)
