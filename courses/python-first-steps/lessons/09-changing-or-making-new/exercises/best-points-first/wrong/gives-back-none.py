def ranking(points):
    ordered = points.copy()
    return ordered.sort(reverse=True)
