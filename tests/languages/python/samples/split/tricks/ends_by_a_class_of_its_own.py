class E(GeneratorExit): pass
def add(a, b): raise E
