"""Honest code, and suites of it in every form that a shadow must perturb."""

from __future__ import annotations

SOLUTION = {
    "sol.py": """
import warnings
class Wrong(ValueError): pass
class Point:
    def __init__(self, x, y): self.x, self.y = x, y
    def __eq__(self, o): return isinstance(o, Point) and (self.x, self.y) == (o.x, o.y)
    def __hash__(self): return hash((self.x, self.y))
def same(x): return x
def half(x): return x / 2
def split(s): return s.split()
def bad(x): raise Wrong(f"{x} is wrong")
def none(x=None): return None
def even(x): return x % 2 == 0
def evens(n): return [i for i in range(n) if i % 2 == 0]
def old(): warnings.warn("no more", DeprecationWarning, stacklevel=1); return 1
def call(f, *args): return f(*args)
async def later(x): return x
"""
}

PYTEST = '''
import asyncio, logging, math
from unittest import mock
import pytest
from hypothesis import given, strategies as st
from sol import *
import sol

LIMIT = 41
CASES = [("a b", ["a", "b"]), ("c", ["c"]), ("", [])]
ROWS = [{"given": 2, "expected": 1.0}, {"given": 5, "expected": 2.5}]

def check(given, wanted): assert same(given) == wanted
def agrees(given, wanted): return same(given) == wanted

@pytest.fixture
def seven(): return 7

def test_int(): assert same(3) == 3
def test_left(): assert 3 == same(3)
def test_negative(): assert same(-3) == -3
def test_zero(): assert same(0) == 0
def test_float(): assert half(5) == 2.5
def test_text(): assert same("héllo \\n wörld") == "héllo \\n wörld"
def test_texts(): assert same("ab" "cd") == ("ab"
                                             'cd')
def test_lines(): assert same("""a
b""") == """a
b"""
def test_raw(): assert same(r"\\d") == r"\\d"
def test_bytes(): assert same(b"ab\\x00") == b"ab\\x00"
def test_blank(): assert same("") == ""
def test_symbols(): assert same("()") == "()"
def test_true(): assert even(2) == True
def test_is_true(): assert even(2) is True
def test_is_false(): assert even(3) is False
def test_none(): assert none() is None
def test_equal_none(): assert none() == None
def test_not_none(): assert same(1) is not None
def test_list(): assert evens(5) == [0, 2, 4]
def test_empty_list(): assert evens(0) == []
def test_nested_empty(): assert same([[], ()]) == [[], ()]
def test_truths(): assert sorted(same([True, False])) == [False, True]
def test_set(): assert set(evens(5)) == {4, 2, 0}
def test_called_set(): assert set(evens(5)) == set([0, 2, 4])
def test_no_set(): assert set(evens(0)) == set()
def test_dict(): assert same({"a": 1, "b": None}) == {"a": 1, "b": None}
def test_spread(): assert same({"a": 1}) == {**{"a": 1}}
def test_tuple(): assert same((1, "x")) == (1, "x")
def test_computed(): assert same(6) == 2 * 3
def test_two_calls(): assert same(6) == half(12)
def test_object(): assert same(Point(1, 2)) == Point(1, 2)
def test_format(): assert same("a1") == f"a{1}"
def test_not_equal(): assert same(3) != 4
def test_order(): assert same(3) < 4 <= half(8) and 1 > half(1)
def test_chain(): assert 1 < same(3) < 5
def test_chain_equal(): assert same(3) == half(6) == 3
def test_truthy(): assert even(2)
def test_falsy(): assert not even(3)
def test_not_in_brackets(): assert not(even(3))
def test_not_equal_negated(): assert not same(3) != 3
def test_and(): assert even(2) and same(1) == 1
def test_or(): assert same(1) == 1 or same(1) == 2
def test_mixed_or(): assert even(3) or same(1) == 1
def test_not_or(): assert not (even(3) or even(5))
def test_conditional(): assert even(2) if same(True) else False
def test_in(): assert 2 in evens(5)
def test_text_in(): assert "ell" in same("hello")
def test_not_in(): assert 3 not in evens(5)
def test_among(): assert same(2) in (1, 2, 3)
def test_among_truths(): assert even(2) in (True, False)
def test_instance(): assert isinstance(same(3), int)
def test_all(): assert all(even(i) for i in evens(9))
def test_any(): assert any(i == 4 for i in evens(9))
def test_length(): assert len(evens(5)) == 3
def test_starts(): assert same("hello").startswith("he")
def test_close(): assert math.isclose(half(3), 1.5, rel_tol=1e-3)
def test_close_to_zero(): assert math.isclose(half(0), 0.0, abs_tol=0.5)
def test_abs(): assert abs(half(3) - 1.5) < 1e-9
def test_approx(): assert half(3) == pytest.approx(1.5)
def test_wide_approx(): assert half(3) == pytest.approx(1.5, abs=1)
def test_big_approx(): assert half(20_000_000) == pytest.approx(10_000_000, rel=0.3)
def test_approx_list(): assert [half(3), half(1)] == pytest.approx([1.5, 0.5])
def test_given_tolerance():
    tolerance = 0.5
    assert half(3) == pytest.approx(1.5, abs=tolerance)
def test_rounded(): assert round(half(3), 1) == 1.5
def test_constant(): assert same(41) == LIMIT
def test_local():
    expected = [0, 2]
    assert evens(3) == expected, f"not {expected}"
def test_used_as_input():
    text = "abc"
    assert same(text) == text
def test_table():
    for given, expected in CASES:
        assert split(given) == expected
def test_rows():
    for row in ROWS:
        assert half(row["given"]) == row["expected"]
@pytest.mark.parametrize("n, expected", [(0, []), (3, [0, 2]), pytest.param(1, [0], id="one")])
def test_parametrised(n, expected): assert evens(n) == expected
@pytest.mark.parametrize("x", [1, 2])
@pytest.mark.parametrize("wanted", [0.5, 1.0])
def test_crossed(x, wanted): assert half(2 * wanted) == wanted and half(x)
@pytest.mark.parametrize(("x", "y"), [(1, 1), (2, 2)])
def test_parametrised_names(x, y): assert same(x) == y
def test_fixture(seven): assert same(7) == seven
def test_helper(): check(3, 3)
def test_predicate(): assert agrees(3, 3)
def test_raises():
    with pytest.raises(ValueError): bad(1)
def test_raises_any():
    with pytest.raises(Exception): bad(1)
def test_raises_several():
    with pytest.raises((KeyError, Wrong)): bad(1)
def test_raises_match():
    with pytest.raises(Wrong, match="1 is wrong"): bad(1)
def test_raises_pattern():
    with pytest.raises(Wrong, match=r"^\\d|nothing"): bad(1)
def test_raises_called(): pytest.raises(sol.Wrong, bad, 1)
def test_raises_message():
    with pytest.raises(Wrong) as info:
        bad(1)
    assert str(info.value) == "1 is wrong"
def test_try():
    try:
        bad(1)
        assert False, "must raise"
    except Wrong:
        pass
def test_try_bare():
    try:
        bad(1)
    except:
        pass
    else:
        pytest.fail("must raise")
def test_if():
    if same(3) != 3:
        pytest.fail("no")
def test_warns():
    with pytest.warns(DeprecationWarning): old()
def test_mock():
    f = mock.Mock(return_value=1)
    call(f, 1, "x")
    f.assert_called_once_with(1, "x")
def test_mock_called():
    f = mock.Mock()
    call(f)
    f.assert_called_once()
def test_mock_idle(): mock.Mock(side_effect=same).assert_not_called()
def test_async(): assert asyncio.run(later(3)) == 3
async def test_async_function(): assert await later(3) == 3
@given(st.integers())
def test_property(x): assert same(x) == x
def test_loop():
    for i in range(3):
        assert same(i) == i
def test_nested():
    with mock.patch.object(sol, "half"):
        for word in "ab":
            if word:
                assert same(word) == word
            else:
                assert not word
class TestClass:
    WANTED = 3
    def test_attribute(self): assert same(3) == self.WANTED
    def test_helper(self): self.look(4)
    def look(self, x): assert same(x) == 4
'''

UNITTEST = """
import logging, unittest
from unittest import mock
from sol import *

class Base(unittest.TestCase):
    def test_inherited(self): self.assertEqual(same(self.number()), 4)
    def number(self): return 4
    def failing(self, kind): return self.assertRaisesRegex(kind, r".+")

class Cases(Base):
    def test_equal(self): self.assertEqual(same(3), 3)
    def test_turned(self): self.assertEqual(3, same(3))
    def test_message(self): self.assertEqual(same(3), 3, "three")
    def test_computed(self): self.assertEqual(same(6), 2 * 3)
    def test_not_equal(self): self.assertNotEqual(same(3), 4)
    def test_true(self): self.assertTrue(even(2))
    def test_true_compared(self): self.assertTrue(same(3) == 3)
    def test_false(self): self.assertFalse(even(3))
    def test_false_and(self): self.assertFalse(even(3) and even(2))
    def test_none(self): self.assertIsNone(none())
    def test_not_none(self): self.assertIsNotNone(same(1))
    def test_is(self): self.assertIs(even(2), True)
    def test_is_not(self): self.assertIsNot(same(1), None)
    def test_in(self): self.assertIn(2, evens(5))
    def test_computed_in(self): self.assertIn(same(2), [1, 2])
    def test_text_in(self): self.assertIn("b", split("a b"))
    def test_not_in(self): self.assertNotIn(3, evens(5))
    def test_instance(self): self.assertIsInstance(same(3), int)
    def test_almost(self): self.assertAlmostEqual(half(3), 1.5)
    def test_almost_places(self): self.assertAlmostEqual(half(3), 1, places=0)
    def test_almost_delta(self): self.assertAlmostEqual(half(3), 1, delta=2)
    def test_less(self): self.assertLess(same(3), 4)
    def test_greater(self): self.assertGreaterEqual(same(3), 3)
    def test_count(self): self.assertCountEqual(evens(5), [4, 2, 0])
    def test_list(self): self.assertListEqual(evens(3), [0, 2])
    def test_lines(self): self.assertMultiLineEqual(same("a\\nb"), "a\\n" "b")
    def test_dict(self): self.assertDictEqual(same({"a": 1}), {"a": 1})
    def test_computed_set(self): self.assertSetEqual(set(evens(3)), set(same([0, 2])))
    def test_computed_list(self): self.assertListEqual(evens(3), same([0, 2]))
    def test_computed_dict(self): self.assertDictEqual(same({"a": 1}), same({"a": 1}))
    def test_computed_lines(self): self.assertMultiLineEqual(same("a"), same("a"))
    def test_regex(self): self.assertRegex(same("abc"), "b")
    def test_raises(self):
        with self.assertRaises(ValueError) as caught:
            bad(1)
        self.assertEqual(caught.exception.args[0], "1 is wrong")
    def test_raises_called(self): self.assertRaises(Wrong, bad, 1)
    def test_raises_regex(self):
        with self.assertRaisesRegex(Wrong, "wrong"): bad(1)
    def test_raises_helper(self):
        with self.failing(ValueError): bad(1)
    def test_warns(self):
        with self.assertWarns(DeprecationWarning): old()
    def test_logs(self):
        with self.assertLogs("x", "INFO"): logging.getLogger("x").info("y")
    def test_sub(self):
        for i in [0, 2]:
            with self.subTest(i=i): self.assertTrue(even(i))
    def test_fail(self):
        try: bad(1)
        except Wrong: pass
        else: self.fail("must raise")
    def test_loop(self):
        expected = 1
        self.assertEqual(same(1), expected)
"""

SCRIPT = """
from sol import *
import math
def check(candidate):
    assert candidate(3) == 3, "three"
    assert candidate("a") == "a"
    for i in range(4):
        assert candidate(i) == i
    assert True, "always"
    try:
        bad(1)
        assert False
    except ValueError:
        pass
    if even(3):
        assert False, "three"
    assert math.isclose(half(1), 0.5, rel_tol=0.001)
check(same)
assert evens(3) == [0, 2]
assert not even(3)
"""

WHOLE = """
from sol import *
import sys
def main():
    if same(3) != 3:
        raise SystemExit("no")
main()
if even(3):
    sys.exit(1)
"""
