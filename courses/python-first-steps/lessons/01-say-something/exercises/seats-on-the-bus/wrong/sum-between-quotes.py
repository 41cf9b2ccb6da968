print("Seats in 3 buses: 3 * 52")
print("Seats left: 3 * 52 - 140")
