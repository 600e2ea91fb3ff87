"""Tests run plainly end as they do in pytest's protocol."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.languages.python.trying import Prepare
from workbench.adequacy.trials import Built
from workbench.languages import python_mutation
from workbench.languages.mutation import NOTHING, Trial, TrialResult
from workbench.model.run import Status
from workbench.model.task import Framework

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]

TEXT = """
LIMIT = 3
def add(a, b): return a + b
def deep(n=0):
    try: return deep(n + 1)
    except RecursionError: return n
"""
SUITE = """
import unittest
import pytest
import sol

def test_right(): assert sol.add(1, 2) == 3
def test_wrong(): assert sol.add(1, 2) == "50%\\n of it"
def test_raises(): raise ValueError("first\\nsecond")
def test_leaves(): raise SystemExit(3)
def test_says_skip(): pytest.skip("not now")
def test_says_xfail(): pytest.xfail("known")
def test_says_fail(): pytest.fail("said so")
def test_skips_like_a_case(): raise unittest.SkipTest("no")
@pytest.mark.custom
@pytest.mark.parametrize(("a", "b"), [(1, 2), (2, 1), (2, 2), (3, 3)])
def test_rows(a, b): assert sol.add(a, b) == 3

def test_depth(): raise ValueError(sol.deep())

class TestPlain:
    def test_method(self): assert sol.LIMIT == 3

class CaseTest(unittest.TestCase):
    def setUp(self): self.n = 1
    def test_equal(self): self.assertEqual([self.n], [1])
    def test_lists(self): self.assertEqual([self.n, "x" * 99], [2])
    def test_error(self): raise KeyError("k")
    def test_skip(self): self.skipTest("later")
    @unittest.expectedFailure
    def test_expected(self): self.fail("as expected")
    @unittest.expectedFailure
    def test_unexpected(self): pass
    @unittest.skip("always")
    def test_never(self): self.fail()
    def test_depth(self): raise ValueError(sol.deep())
    def test_torn(self): self.addCleanup(self.fail, "torn")
"""


def told(built: Built, monkeypatch: pytest.MonkeyPatch, plain: bool) -> list[TrialResult]:
    """Each test alone in a fork of the loaded suite, and each in a process that loads it anew."""
    with monkeypatch.context() as one:
        real = python_mutation._is_plain
        one.setattr(python_mutation, "_is_plain", lambda files: plain and real(files))
        ids = [ref.id for ref in built.bench.tests.tests]
        trials = [Trial(NOTHING, (i,), full=True, fresh=fresh, probes=True)
                  for fresh in (False, True) for i in ids]  # fmt: skip
        found = sorted(built.run(trials), key=lambda t: t.index)
    return [replace(t, duration_s=0.0) for t in found]


@pytest.mark.parametrize("rows", [True, False])
def test_every_end_is_that_of_the_protocol(
    prepare: Prepare, monkeypatch: pytest.MonkeyPatch, rows: bool
) -> None:
    """Without rows fresh processes need no collection."""
    first, last = SUITE.split("@pytest.mark.custom")[0], "class" + SUITE.split("class", 1)[1]
    built = prepare(Framework.PYTEST, SUITE if rows else first + last, TEXT)
    plain, usual = told(built, monkeypatch, True), told(built, monkeypatch, False)
    depths = [[_depth(t) for t in side] for side in (plain, usual)]
    assert all(abs(one - other) < 4 for one, other in zip(*depths, strict=True))
    sides = [[_but_depth(t) for t in side] for side in (plain, usual)]
    assert sides[0] == sides[1]
    assert {s for t in plain for s in t.statuses.values()} > {Status.PASSED, Status.FAILED}


def _depth(trial: TrialResult) -> int:
    """How deep a test that tells it may recurse, where this is its trial."""
    return sum(int(said.split(": ")[1]) for id, said in trial.messages.items() if "depth" in id)


def _but_depth(trial: TrialResult) -> TrialResult:
    tells = any("depth" in id for id in trial.statuses)
    return replace(trial, messages={}, fuel=0) if tells else trial
