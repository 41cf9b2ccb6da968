def backwards(word):
    # start value
    result = ""
    # go through
    for letter in word:
        # put this letter in front
        result = letter + result
    # give back
    return result


# try it
print(backwards("river"))
