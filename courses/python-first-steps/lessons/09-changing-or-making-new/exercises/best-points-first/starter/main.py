def ranking(points):
    points.sort()
    return points


print(ranking([12, 40, 25]))
