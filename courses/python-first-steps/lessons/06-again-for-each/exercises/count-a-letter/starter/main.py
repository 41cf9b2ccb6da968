def count_letter(word, letter):
    # start value
    count = 0
    # go through

        # decide

    # give back
    return count


# try it
print(count_letter("banana", "a"))
