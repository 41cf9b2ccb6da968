count = 0
longest = 0

with open("poem.txt") as file:
    for line in file:
        count = count + 1
    for line in file:
        if len(line.strip()) > longest:
            longest = len(line.strip())

print("Lines:", count)
print("Longest:", longest)
