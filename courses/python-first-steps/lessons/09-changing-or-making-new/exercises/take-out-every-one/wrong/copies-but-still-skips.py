def without(values, unwanted):
    result = values.copy()
    for value in result:
        if value == unwanted:
            result.remove(value)
    return result
