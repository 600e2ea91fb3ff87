def total(shapes): return sum(s.area() for s in shapes)
def grow(s): s.size += 1; return s
def use(thing):
    with thing as t:
        return [len(t), t['k'], list(t), 'k' in t]
