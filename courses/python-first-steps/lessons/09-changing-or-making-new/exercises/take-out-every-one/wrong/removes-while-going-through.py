def without(values, unwanted):
    for value in values:
        if value == unwanted:
            values.remove(value)
    return values
