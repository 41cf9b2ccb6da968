def without(values, unwanted):
    result = values.copy()
    if unwanted in result:
        result.remove(unwanted)
    return result
