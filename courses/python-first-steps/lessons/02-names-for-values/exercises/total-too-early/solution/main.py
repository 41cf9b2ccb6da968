price = 12
tickets = 3
price = 10
total = price * tickets
print("Price today:", price)
print("Total:", total)
