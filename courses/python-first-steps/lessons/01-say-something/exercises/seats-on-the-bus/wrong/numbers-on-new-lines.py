print("Seats in 3 buses:")
print(3 * 52)
print("Seats left:")
print(3 * 52 - 140)
