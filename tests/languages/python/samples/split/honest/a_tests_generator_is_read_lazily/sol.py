from itertools import islice
def first(it, n): return list(islice(it, n))
