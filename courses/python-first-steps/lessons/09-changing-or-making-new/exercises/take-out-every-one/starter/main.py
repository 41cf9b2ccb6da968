def without(values, unwanted):
    for value in values:
        if value == unwanted:
            values.remove(value)
    return values


print(without([3, 5, 3, 8], 3))
print(without([3, 3, 5], 3))
