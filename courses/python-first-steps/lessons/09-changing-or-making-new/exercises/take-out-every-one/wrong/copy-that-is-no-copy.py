def without(values, unwanted):
    result = values
    for value in values.copy():
        if value == unwanted:
            result.remove(value)
    return result
