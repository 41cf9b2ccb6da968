# ask
adults = input("Adults? ")
children = input("Children? ")

# work out
people = adults + children
price = adults * 9 + children * 4

# show
print("People:", people)
print("To pay:", price)
