def postage(kilos):
    print(4 + 2 * kilos)
    return 4 + 2 * kilos


def postage_for_two(first, second):
    return postage(first) + postage(second)


print("Together:", postage_for_two(2, 1))
