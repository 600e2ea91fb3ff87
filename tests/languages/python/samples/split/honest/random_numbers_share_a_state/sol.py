import random
def draw(): return [random.random() for _ in range(3)]
