import pytest
import sol
def test_list():
    x = [3, 1, 2]
    y = x
    assert sol.sort(x) is None
    assert y == [1, 2, 3]
def test_nested():
    inner = []
    d = {'k': inner}
    sol.fill(d)
    assert inner == [1] and d == {'k': [1], 'new': {'n': [2]}}
def test_more():
    s, b = {1}, bytearray(b'x')
    sol.more(s, b)
    assert s == {1, 3} and b == b'xyz'
