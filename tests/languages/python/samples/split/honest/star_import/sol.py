def add(a, b): return a + b
_private = 1
PI = 3
