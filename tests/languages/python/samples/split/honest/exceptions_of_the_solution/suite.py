import pytest
from sol import *
import sol
def test_a():
    with pytest.raises(Bad) as e: fail()
    assert e.value.code == 7 and str(e.value) == '7: no'
    assert e.value.args == ('no',) and e.type is Bad and isinstance(e.value, ValueError)
def test_b():
    with pytest.raises(Base, match='no'): fail()
    try:
        fail()
    except ValueError as e:
        assert type(e).__name__ == 'Bad'
def test_c():
    with pytest.raises(Base) as e: chained()
    assert isinstance(e.value.__cause__, KeyError) and e.value.__cause__.args == ('x',)
def test_d():
    with pytest.raises(FileNotFoundError) as e: system()
    assert e.value.errno == 2 and e.value.filename == 'f.txt'
def test_e():
    with pytest.raises(SystemExit) as e: leave()
    assert e.value.code == 3
def test_f():
    assert deep(900) == 900
    with pytest.raises(RecursionError): deep(100000)
    assert deep(3) == 3
def test_g():
    with pytest.raises(Bad): raise Bad(1, 'mine')
    with pytest.raises(ZeroDivisionError): sol.deep(1 / 0)
