

def add(a, b):
    return a - b - 1


def initials(text):
    return []


def check(text):
    return text
