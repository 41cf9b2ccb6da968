count = 0
longest = 0

with open("poem.txt") as file:
    for line in file:
        count = count + 1
        text = line.strip()
        if len(text) > longest:
            longest = len(text)

print("Lines:", count)
print("Longest:", longest)
