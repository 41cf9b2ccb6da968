count = 0
longest = 0

with open("poem.txt") as file:
    for line in file:
        text = line.strip()
        if len(text) > longest:
            longest = len(text)
            count = count + 1

print("Lines:", count)
print("Longest:", longest)
