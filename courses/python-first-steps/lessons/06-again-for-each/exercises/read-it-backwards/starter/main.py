def backwards(word):
    # start value
    result = ""
    # go through

    # give back
    return result


# try it
print(backwards("river"))
