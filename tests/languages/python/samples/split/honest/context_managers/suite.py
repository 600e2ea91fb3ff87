import pytest
import sol
def test_a():
    with sol.opened(5) as x:
        assert x == 5
        assert sol.log == ['in']
    assert sol.log == ['in', 'out']
def test_b():
    with sol.Quiet():
        raise KeyError(1)
    with pytest.raises(ValueError):
        with sol.Quiet():
            raise ValueError
