import pytest
from sol import *
def test_a(): assert add(1, 2) == 3 and PI == 3
def test_b(): assert '_private' not in globals()
