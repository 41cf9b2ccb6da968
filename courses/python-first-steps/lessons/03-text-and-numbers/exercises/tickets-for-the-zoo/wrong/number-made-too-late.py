adults = input("Adults? ")
children = input("Children? ")
people = int(adults + children)
price = int(adults) * 9 + int(children) * 4
print("People:", people)
print("To pay:", price)
