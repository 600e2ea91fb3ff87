class Animal:
    kinds = 0
    def __init__(self, name): self.name = name
    def speak(self): return self.name + '!'
    @property
    def loud(self): return self.name.upper()
    @loud.setter
    def loud(self, v): self.name = v.lower()
    @classmethod
    def make(cls): return cls('made')
    @staticmethod
    def two(): return 2
    def __repr__(self): return f'Animal({self.name!r})'
class Dog(Animal): pass
