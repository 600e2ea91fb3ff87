class Box:
    def __init__(self, items): self.items = items
    def total(self): return sum(self.items)
