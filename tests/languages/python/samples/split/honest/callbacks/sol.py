def apply(f, x): return f(x)
def order(xs, key): return sorted(xs, key=key)
def guard(f):
    try:
        return f()
    except LookupError as e:
        return ['caught', type(e).__name__, e.args]
