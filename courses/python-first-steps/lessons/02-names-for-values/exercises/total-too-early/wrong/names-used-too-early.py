total = price * tickets
price = 12
tickets = 3
price = 10
print("Price today:", price)
print("Total:", total)
