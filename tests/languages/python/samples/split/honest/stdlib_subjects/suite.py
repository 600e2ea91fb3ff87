import pytest
import sol
def test_a(): assert sol.find('ab12').group(1) == '12' and sol.find('x') is None
def test_b(): assert list(sol.squares([1, 2])) == [1, 4] and sorted(sol.keys({'b': 1, 'a': 2})) == ['a', 'b']
def test_c(): assert dict(sol.pairs('ab', [1, 2])) == {'a': 1, 'b': 2}
def test_d(): assert sol.math.floor(2.5) == 2
