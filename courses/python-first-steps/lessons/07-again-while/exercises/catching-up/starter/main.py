# Write the function weeks_to_pass here.


# When it is ready, take away the # in the next line and run:
# print(weeks_to_pass(10, 0))
