class Base(Exception): pass
class Bad(Base, ValueError):
    def __init__(self, code, why):
        super().__init__(why)
        self.code = code
    def __str__(self): return f'{self.code}: {self.args[0]}'
def fail(): raise Bad(7, 'no')
def chained():
    try:
        {}['x']
    except KeyError as e:
        raise Base('outer') from e
def system(): raise FileNotFoundError(2, 'gone', 'f.txt')
def leave(): raise SystemExit(3)
def deep(n): return 0 if n == 0 else 1 + deep(n - 1)
