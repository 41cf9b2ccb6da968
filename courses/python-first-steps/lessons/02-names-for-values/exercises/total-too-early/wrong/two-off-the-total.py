price = 12
tickets = 3
total = price * tickets
price = 10
total = total - 2
print("Price today:", price)
print("Total:", total)
