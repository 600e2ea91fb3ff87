import pytest
from sol import *
def test_a(): assert one() == 1 and 'two' not in globals()
