import pytest
import sol, itertools, types
def test_a():
    assert list(itertools.islice(sol.naturals(), 3)) == [0, 1, 2]
def test_b():
    g = sol.echo()
    next(g)
    assert g.send(5) == 5
    g.close()
    with pytest.raises(StopIteration): next(g)
def test_c(): assert isinstance(sol.naturals(), types.GeneratorType)
