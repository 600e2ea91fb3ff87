import pytest
from sol import Shape
class Square(Shape):
    def __init__(self, side):
        super().__init__('square')
        self.side = side
    def area(self): return self.side ** 2
class Loud(Square):
    def tell(self): return super().tell().upper()
def test_a():
    s = Square(3)
    assert s.tell() == 'square: 9' and isinstance(s, Shape) and s.side == 3
    assert type(s) is Square
def test_b(): assert Loud(2).tell() == 'SQUARE: 4'
def test_c():
    with pytest.raises(NotImplementedError): Shape('x').tell()
