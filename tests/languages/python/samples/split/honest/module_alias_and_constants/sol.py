LIMIT = 10
NAMES = ['a', 'b']
TABLE = {'x': (1, 2)}
