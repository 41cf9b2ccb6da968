def count_letter(word, letter):
    # start value
    count = 0
    # go through
    for sign in word:
        # decide
        if sign == letter:
            count = count + 1
    # give back
    return count


# try it
print(count_letter("banana", "a"))
