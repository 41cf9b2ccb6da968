# A value that holds itself, and one nested too deeply to be looked at.
def solve(numbers):
    value = []
    value.append(value)
    deep = []
    for _ in range(3000): deep = [deep]
    return value if len(numbers) % 2 else deep
