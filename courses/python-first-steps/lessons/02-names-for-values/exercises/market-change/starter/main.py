# what we know
bread = 3
melon = 5
paid = 20

# work out: one bread and two melons

# show
