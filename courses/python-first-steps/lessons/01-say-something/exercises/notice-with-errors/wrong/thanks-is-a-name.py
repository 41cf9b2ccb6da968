print("Lost: one green scarf")
print("It has white stripes")
print("Please tell Amina")
print(Thanks)
