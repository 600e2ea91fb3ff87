"""How suites look at results, read from their assertions."""

from __future__ import annotations

import ast

import pytest

from workbench.languages.calls import View
from workbench.languages.js_views import views_of as js_views
from workbench.languages.python_views import views_of as python_views


@pytest.mark.parametrize(
    ("line", "view"),
    [
        ("assert f(1) == 2", View()),
        ("assert set(f(1)) == {2}", View(("set",))),
        ("assert sorted(f(1)) == [2]", View(("sorted",))),
        ("assert len(set(f(1))) == 2", View(("set", "len"))),
        ("assert round(f(1), 2) == 0.5", View(("round:2",))),
        ("assert f(1)", View(("truth",))),
        ("assert not f(1)", View(("truth",))),
        ("assert abs(f(1) - 2) < 1e-6", View((), (0.0, 1e-6))),
        ("assert math.isclose(f(1), 2, rel_tol=0.001)", View((), (0.001, 0.0))),
        ("assert f(1) == pytest.approx(2)", View((), (1e-6, 1e-12))),
        ("self.assertAlmostEqual(f(1), 2, places=3)", View((), (0.0, 1e-3))),
        ("self.assertCountEqual(f(1), [2])", View(("sorted",))),
        ("self.assertEqual(f(1), 2)", View()),
        ("found = f(1)\nassert found == 2", View()),
        ("assert g(f(1)) == 2", View(direct=False)),
        ("assert f(1)[0] == 2", View(direct=False)),
        ("def check(c):\n    assert set(c(1)) == {2}\ncheck(f)", View(("set",))),
    ],
)
def test_a_python_assertion_says_how_it_looks(line: str, view: View) -> None:
    assert list(python_views(ast.parse(line), "f")) == [view]


@pytest.mark.parametrize(
    ("line", "view"),
    [
        ("expect(f(1)).toEqual(2)", View()),
        ("expect(f(1)).not.toBe(2)", View()),
        ("expect(f(1)).toBeTruthy()", View(("truth",))),
        ("expect(f(1)).toBeCloseTo(2, 3)", View((), (0.0, 0.0005))),
        ("expect(new Set(f(1))).toEqual(new Set([2]))", View(("set",))),
        ("expect(f(1).sort()).toEqual([2])", View(("sorted",))),
        ("console.assert(f(1) === 2)", View()),
        ("console.assert(JSON.stringify(f(1)) === JSON.stringify([2]))", View()),
        ("assert.deepEqual(f(1), [2])", View()),
        ("assert.ok(f(1))", View(("truth",))),
        ("const found = f(1)\nexpect(found).toEqual(2)", View()),
        ("console.assert(Math.abs(f(1) - 2) < 1e-6)", View((), (0.0, 1e-6))),
        ("expect(g(f(1))).toEqual(2)", View(direct=False)),
    ],
)
def test_a_javascript_assertion_says_how_it_looks(line: str, view: View) -> None:
    assert list(js_views("test.js", line, "f")) == [view]
