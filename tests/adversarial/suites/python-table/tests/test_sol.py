import pytest
from sol import add

CASES = [(2, 3, 5), (-1, 1, 0), (10, 20, 30)]


@pytest.mark.parametrize(("a", "b", "total"), CASES)
def test_adds(a, b, total):
    assert add(a, b) == total


def test_adds_every_row_of_the_table():
    for a, b, total in CASES:
        assert add(a, b) == total
