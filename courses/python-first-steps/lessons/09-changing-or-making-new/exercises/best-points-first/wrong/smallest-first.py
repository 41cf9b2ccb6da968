def ranking(points):
    return sorted(points)
