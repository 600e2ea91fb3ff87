import pytest
import sol as s
def test_a(): assert s.LIMIT == 10 and s.NAMES == ['a', 'b']
def test_b(): assert s.TABLE == {'x': (1, 2)} and type(s.TABLE['x']) is tuple
