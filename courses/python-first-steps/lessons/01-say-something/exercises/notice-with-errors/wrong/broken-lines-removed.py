print("Lost: one green scarf")
