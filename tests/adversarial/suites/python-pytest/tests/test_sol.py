import pytest
from sol import add, check, initials


def test_adds():
    assert add(2, 3) == 5


def test_adds_below_zero():
    assert add(-1, 1) == 0


def test_finds_initials():
    assert initials("ada lovelace") == ["A", "L"]


def test_refuses_nothing():
    with pytest.raises(ValueError, match="empty"):
        check("")
