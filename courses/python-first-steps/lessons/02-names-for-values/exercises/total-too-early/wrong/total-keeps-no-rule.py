price = 12
tickets = 3
total = price * tickets
price = 10
price * tickets
print("Price today:", price)
print("Total:", total)
