count = 0
longest = 0

with open("poem.txt") as file:
    for line in file:
        count = count + 1
        if len(line) > longest:
            longest = len(line)

print("Lines:", count)
print("Longest:", longest)
