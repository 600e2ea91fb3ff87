import pytest
import sol
def test_a():
    assert sol.f.__doc__ == 'what it does' and sol.f.__name__ == 'f'
    assert sol.f.__module__ == 'sol' and sol.C.__doc__ == 'a class' and sol.C().__doc__ == 'a class'
