print("Lost: one green scarf")
Print("It has white stripes")
print("Please tell Amina)
print(Thanks)
