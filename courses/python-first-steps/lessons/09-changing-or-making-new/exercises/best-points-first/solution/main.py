def ranking(points):
    return sorted(points, reverse=True)


print(ranking([12, 40, 25]))
