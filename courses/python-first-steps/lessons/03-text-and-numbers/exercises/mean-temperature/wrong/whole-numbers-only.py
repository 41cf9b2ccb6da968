morning = int(input("Morning? "))
evening = int(input("Evening? "))
mean = (morning + evening) / 2
print("Mean:", mean)
