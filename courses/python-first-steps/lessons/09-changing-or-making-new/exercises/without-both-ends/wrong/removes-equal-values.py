def inner(marks):
    first = marks[0]
    last = marks[-1]
    result = []
    for mark in marks:
        if mark != first and mark != last:
            result.append(mark)
    return result
