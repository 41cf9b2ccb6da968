adults = int(input("Adults? "))
children = int(input("Children? "))
people = adults + children
price = people * 9
print("People:", people)
print("To pay:", price)
