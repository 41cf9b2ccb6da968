def postage(kilos):
    return 4 + 2 * kilos


def postage_for_two(first, second):
    return postage(first + second)


print("Together:", postage_for_two(2, 1))
