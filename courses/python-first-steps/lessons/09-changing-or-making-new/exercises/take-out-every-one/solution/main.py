def without(values, unwanted):
    result = []
    for value in values:
        if value != unwanted:
            result.append(value)
    return result


print(without([3, 5, 3, 8], 3))
print(without([3, 3, 5], 3))
