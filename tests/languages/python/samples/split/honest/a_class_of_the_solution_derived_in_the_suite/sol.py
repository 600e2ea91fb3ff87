class Shape:
    def __init__(self, name): self.name = name
    def area(self): raise NotImplementedError
    def tell(self): return f'{self.name}: {self.area()}'
