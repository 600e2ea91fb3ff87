import pytest
from sol import f
def test_a(): assert f(1, c=3) == (1, 2, (), 3, 4, {})
def test_b(): assert f(1, 5, 6, c=3, d=0, e=9) == (1, 5, (6,), 3, 0, {'e': 9})
def test_c():
    with pytest.raises(TypeError, match='missing'): f(1)
