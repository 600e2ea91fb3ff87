import re, math
def find(s): return re.search(r'(\d+)', s)
def keys(d): return d.keys()
def squares(xs): return map(lambda x: x * x, xs)
def pairs(a, b): return zip(a, b)
