import pytest
from sol import Box
def test_a():
    x = [1]
    b = Box(x)
    x.append(5)
    assert b.total() == 6
    b.items.append(1)
    assert x == [1, 5, 1]
    assert b.items is x
