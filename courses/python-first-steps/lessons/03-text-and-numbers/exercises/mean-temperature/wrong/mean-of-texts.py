morning = input("Morning? ")
evening = input("Evening? ")
mean = (morning + evening) / 2
print("Mean:", mean)
