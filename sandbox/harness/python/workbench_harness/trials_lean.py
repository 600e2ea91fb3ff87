"""Runs plain tests without pytest's protocol around each.

A test that is a function or a method of a `TestCase`, with no fixture and no mark that changes how
it ends, does in pytest's protocol what it does when it is called: what the protocol adds are
reports, captured output and settings of modules that an order with `plain` promises nobody here
looks at. Most of a fork's time goes into copying the pages it writes to, and pytest's own objects
are most of those. One test that is not plain, and all run in the protocol: their fixtures may be
shared.
"""

import unittest

import pytest
from _pytest.assertion import util
from _pytest.python import Function
from _pytest.unittest import TestCaseFunction

_CHANGING = ("skip", "skipif", "xfail", "usefixtures", "filterwarnings")
_OWN_CLASS = "_unittest_setUpClass_fixture_"
_FRAMES = {Function: 37, TestCaseFunction: 37}
"""How much deeper in the stack the protocol would call a test: recursion ends where it did."""


def lean(items: list, say) -> dict | None:
    """For each item of a session a function that runs it and returns (status, message), or None
    when one of them is not plain. `say(error)` puts an exception into words."""
    found = {}
    for item in items:
        made = _made(item, say)
        if made is None:
            return None
        found[item] = made
    return found


def explain(sentence) -> None:
    """What the protocol sets for a test: how a comparison that failed is put into words."""

    def said(op: str, left: object, right: object) -> str:
        return sentence(op, left, right).replace("\n", "\\n").replace("%", "%%")

    util._reprcompare = said
    unittest.case.difflib = unittest.case.pprint = _NoDifference


class _NoDifference:
    """Stands in for `difflib` and `pprint` where `TestCase` tells two values apart line by line
    below the sentence that says it all."""

    ndiff = unified_diff = staticmethod(lambda *_args, **_named: [])
    pformat = staticmethod(lambda *_args, **_named: "")


def _made(item, say):
    kind = type(item)
    if any(mark.name in _CHANGING for mark in item.iter_markers()):
        return None
    if kind is TestCaseFunction:
        cls = item.parent.obj
        plain = all(
            getattr(cls, name).__func__ is getattr(unittest.TestCase, name).__func__
            for name in ("setUpClass", "tearDownClass")
        )
        if not plain or set(item.fixturenames) != {_OWN_CLASS + cls.__qualname__, "request"}:
            return None
        return lambda: _deeper(_FRAMES[kind], _case, item.instance, say)
    if kind is not Function:
        return None
    spec = getattr(item, "callspec", None)
    given = dict(spec.params) if spec is not None else {}
    wanted = item._fixtureinfo.argnames
    direct = all(
        type(item._fixtureinfo.name2fixturedefs[name][-1]).__name__ == "DirectParamFixtureDef"
        for name in wanted
        if name in given
    )
    if not direct or set(item.fixturenames) != set(wanted) or not set(wanted) <= set(given):
        return None
    named = {name: given[name] for name in wanted}
    return lambda: _deeper(_FRAMES[kind], _function, (item.obj, named), say)


def _deeper(frames: int, run, what, say):
    return _deeper(frames - 1, run, what, say) if frames else run(what, say)


def _function(what: tuple, say) -> tuple:
    function, named = what
    try:
        function(**named)
    except (KeyboardInterrupt, pytest.exit.Exception):
        raise
    except BaseException as error:
        return _judged(error, say)
    return "passed", ""


def _judged(error: BaseException, say) -> tuple:
    if isinstance(error, unittest.SkipTest | pytest.skip.Exception):
        return "skipped", f"Skipped: {error}"
    if isinstance(error, pytest.xfail.Exception):
        return "skipped", f"failed as expected to fail: {error}"
    return "errored" if isinstance(error, SystemExit) else "failed", say(error)


def _case(case, say) -> tuple:
    result = _Result(say)
    case(result=result)
    return result.said or ("passed", "")


class _Result:
    """Of one case: the first thing that went wrong decides, as in pytest."""

    shouldStop = failfast = False

    def __init__(self, say) -> None:
        self._say = say
        self.said = None

    def _note(self, status: str, message: str) -> None:
        self.said = self.said or (status, message)

    def startTest(self, _case) -> None:
        """Nothing."""

    stopTest = addSuccess = startTest

    def addDuration(self, _case, _elapsed) -> None:
        """Nothing."""

    def addError(self, _case, error) -> None:
        if isinstance(error[1], pytest.exit.Exception):
            raise error[1]
        status, message = _judged(error[1], self._say)
        self._note("failed" if status == "errored" else status, message)

    addFailure = addError

    def addSkip(self, _case, reason) -> None:
        self._note("skipped", f"Skipped: {reason}")

    def addExpectedFailure(self, _case, _error) -> None:
        self._note("skipped", "failed as expected to fail")

    def addUnexpectedSuccess(self, _case) -> None:
        self._note("failed", "Unexpected success")
