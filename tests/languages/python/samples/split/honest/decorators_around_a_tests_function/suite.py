import pytest
import sol
def test_a():
    calls = []
    @sol.twice
    def f(x):
        calls.append(x)
        return x + 1
    assert f(1) == [2, 2]
    assert calls == [1, 1] and f.__name__ == 'f'
