# ask
morning = float(input("Morning? "))
evening = float(input("Evening? "))

# work out
mean = (morning + evening) / 2

# show
print("Mean:", mean)
