def ranking(points):
    points.sort(reverse=True)
    return points
