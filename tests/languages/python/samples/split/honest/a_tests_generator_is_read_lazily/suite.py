import pytest
import sol
def test_a():
    def gen():
        yield 1
        yield 2
        raise AssertionError
    assert sol.first(gen(), 2) == [1, 2]
