number = int(input())

# go on while the number is 1 or more:
#     print the number
#     make it one smaller

print("Go!")
