import pytest
import sol
def test_a(): assert sol.apply(lambda x: sol.apply(str, x), 4) == '4'
def test_b(): assert sol.order(['bb', 'a'], len) == ['a', 'bb']
def test_c():
    def fail(): return {}['k']
    assert sol.guard(fail) == ['caught', 'KeyError', ('k',)]
def test_d():
    error = ValueError('x')
    def fail(): raise error
    with pytest.raises(ValueError) as caught: sol.guard(fail)
    assert caught.value is error
