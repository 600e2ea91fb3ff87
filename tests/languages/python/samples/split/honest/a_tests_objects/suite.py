import pytest
import sol
class Square:
    def __init__(self, size): self.size = size
    def area(self): return self.size ** 2
def test_a(): assert sol.total([Square(2), Square(3)]) == 13
def test_b():
    s = Square(1)
    assert sol.grow(s) is s and s.size == 2
class Thing(dict.__base__):
    def __enter__(self): return self
    def __exit__(self, *a): self.left = True
    def __len__(self): return 7
    def __getitem__(self, k): return k * 2
    def __iter__(self): return iter('ab')
    def __contains__(self, k): return k == 'k'
def test_c():
    t = Thing()
    assert sol.use(t) == [7, 'kk', ['a', 'b'], True] and t.left
