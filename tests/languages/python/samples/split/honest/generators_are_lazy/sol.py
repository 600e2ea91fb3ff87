def naturals():
    n = 0
    while True:
        yield n
        n += 1
def echo():
    got = None
    while True:
        got = yield got
