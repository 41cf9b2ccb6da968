morning = float(input("Morning? "))
evening = float(input("Evening? "))
mean = morning + evening / 2
print("Mean:", mean)
