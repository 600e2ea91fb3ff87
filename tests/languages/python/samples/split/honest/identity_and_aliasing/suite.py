import pytest
from sol import same, twice, has
def test_a():
    x = [1]
    assert same(x) is x
def test_b():
    a, b = twice({})
    assert a is b
def test_c():
    x = []
    assert has(x, x) and not has(x, [])
def test_cycle():
    x = []
    x.append(x)
    y = same(x)
    assert y is x and y[0] is y
