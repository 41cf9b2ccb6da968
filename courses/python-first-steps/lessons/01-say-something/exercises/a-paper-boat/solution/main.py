print("    |")
print("    |>>")
print("  __|____")
print(" (_______)")
