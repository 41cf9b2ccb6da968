def inner(marks):
    if len(marks) > 2:
        marks.remove(marks[0])
        marks.remove(marks[-1])
        return marks
    return []
