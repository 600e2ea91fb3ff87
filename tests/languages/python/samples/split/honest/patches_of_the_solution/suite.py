import pytest
import sol, time
from unittest import mock
def test_a(monkeypatch):
    monkeypatch.setattr(sol, 'helper', lambda: 41)
    assert sol.work() == 42
def test_b(): assert sol.work() == 2
def test_c():
    with mock.patch('sol.helper', return_value=9) as fake:
        assert sol.work() == 10
    fake.assert_called_once_with()
    assert sol.work() == 2
def test_d(monkeypatch):
    monkeypatch.setattr('random.randint', lambda a, b: (a, b))
    assert sol.roll() == (1, 6)
def test_e():
    with mock.patch('time.sleep') as nap, mock.patch('sol.time.time', return_value=5):
        assert sol.nap() == 5
    nap.assert_called_once_with(100)
    assert time.time() > 5
    assert 1 <= sol.roll() <= 6
def test_f():
    with mock.patch.object(sol.C, 'm', lambda self: 'x'), mock.patch.object(sol.C, 's', lambda: 'y'):
        assert sol.C().m() == 'x' and sol.C.s() == 'y'
    assert sol.C().m() == 'm' and sol.C().s() == 's' and sol.C.s() == 's'
