price = 12
tickets = 3
total = price * tickets
price = 10
print("Price today:", price)
print("Total:", price * tickets)
