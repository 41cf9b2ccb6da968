def ranking(points):
    result = []
    for number in sorted(points, reverse=True):
        if number not in result:
            result.append(number)
    return result
