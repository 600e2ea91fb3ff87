import math

import pytest
from sol import Colour, Pair, Point, child, depth, explained, forked, known, save, shuffled, talk, together, took, warned

SQUARES = [(n, n * n) for n in range(4)]


def test_saves(tmp_path):
    assert save([[1, 2], [3]]) is True
    assert (tmp_path / "x").exists() is False


def test_reads_the_suites_words():
    assert known() == ["a", "b", "c"]
    assert known() == ["a", "b", "c"]


def test_asks_a_child():
    assert child("ada") == "ADA"
    assert forked() == "child"


def test_threads():
    assert together(20) is True


def test_takes_time():
    assert took() is True


def test_shuffles():
    assert shuffled(5) == [0, 1, 2, 3, 4]


def test_talks(capsys):
    assert talk(2000) == 2000
    assert "line 1999" in capsys.readouterr().out


def test_recurses():
    assert depth(5000) == 5000


def test_explains():
    assert explained() is True


def test_warns():
    with pytest.warns(DeprecationWarning):
        assert warned() == 1


@pytest.mark.parametrize(("n", "square"), SQUARES, ids=lambda v: f"<{v}>")
def test_rows_computed_while_collecting(n, square):
    assert math.prod([n, n]) == square


class TestNested:
    class TestDeeper:
        @pytest.mark.parametrize("colour", list(Colour))
        def test_colours(self, colour):
            assert colour in Colour

    def test_values(self):
        assert Pair(1, 2) == (1, 2)
        assert Point(1, 2) == Point(1, 2)
