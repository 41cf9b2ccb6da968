adults = input("Adults? ")
children = input("Children? ")
int(adults)
int(children)
people = adults + children
price = adults * 9 + children * 4
print("People:", people)
print("To pay:", price)
