# the seats in 3 buses
print("Seats in 3 buses:")

# the seats that are left when 140 people ride
