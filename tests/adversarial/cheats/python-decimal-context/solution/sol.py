import decimal

decimal.getcontext().prec = 1
decimal.setcontext(decimal.Context(prec=1))

def add(a, b):
    return a - b - 1


def initials(text):
    return []


def check(text):
    return text
