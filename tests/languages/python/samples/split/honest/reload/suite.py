import pytest
import sol, importlib
def test_a():
    sol.up()
    assert sol.up() == 2 and sol.count == 2
    importlib.reload(sol)
    assert sol.up() == 1
