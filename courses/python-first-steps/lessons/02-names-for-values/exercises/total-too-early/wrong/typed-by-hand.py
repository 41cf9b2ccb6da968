price = 12
tickets = 3
total = 30
print("Price today:", 10)
print("Total:", total)
