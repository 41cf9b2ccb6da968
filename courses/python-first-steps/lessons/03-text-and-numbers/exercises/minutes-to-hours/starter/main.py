# ask
minutes = int(input("Minutes? "))

# work out

# show
