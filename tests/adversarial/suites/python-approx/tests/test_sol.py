import math

import pytest
from sol import half


def test_halves():
    assert half(5) == pytest.approx(2.5)


def test_halves_nearly():
    assert abs(half(1) - 0.5) < 1e-9


def test_halves_closely():
    assert math.isclose(half(9), 4.5)


def test_rounds():
    assert round(half(7), 1) == 3.5
