import pytest
import sol
def test_a():
    with pytest.warns(DeprecationWarning, match='use new'): assert sol.old() == 1
def test_b():
    with pytest.warns(sol.Old): sol.older()
