# ask
morning = input("Morning? ")

# work out

# show
