import pytest
from sol import Colour, best
from enum import Enum
def test_a():
    assert best() is Colour.BLUE
    assert [c.name for c in Colour] == ['RED', 'BLUE'] and len(Colour) == 2
    assert Colour(1) is Colour.RED and Colour['RED'].value == 1 and isinstance(best(), Enum)
    with pytest.raises(ValueError): Colour(9)
