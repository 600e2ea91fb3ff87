"""Runs plain tests without pytest's protocol around each.

A test that is a function or a method of a `TestCase`, with no fixture and no mark that changes how
it ends, does in pytest's protocol what it does when it is called: what the protocol adds are
reports, captured output and settings of modules that an order with `plain` promises nobody here
looks at. Most of a fork's time goes into copying the pages it writes to, and pytest's own objects
are most of those. One test that is not plain, and all run in the protocol: their fixtures may be
shared.
"""

import sys
import unittest
from importlib.util import module_from_spec, spec_from_file_location

import pytest
from _pytest.assertion import util
from _pytest.python import Function
from _pytest.unittest import TestCaseFunction

_CHANGING = ("skip", "skipif", "xfail", "usefixtures", "filterwarnings")
_OWN_CLASS = "_unittest_setUpClass_fixture_"
_FRAMES = {Function: 17, TestCaseFunction: 12}
"""How much deeper in the stack the protocol would call a test: recursion ends where it did."""


def lean(groups: dict, say) -> dict | None:
    """For each test of `groups` (id -> items) functions that run it and return (status, message);
    None when one of them is not plain. `say(error)` puts an exception into words."""
    found = {id: [_made(item, say) for item in items] for id, items in groups.items()}
    return found if all(made for calls in found.values() for made in calls) else None


def recipe(groups: dict, files: list) -> list | None:
    """How a fresh process gets at the same tests without a collection: for each file its module's
    name and [id, class, function] of its tests. Only of tests that are known to be plain."""
    found: dict = {}
    for id, items in groups.items():
        item, module = items[0], items[0].module
        holder = item.parent.obj
        own = holder is module or (
            getattr(module, holder.__name__, None) is holder
            and (type(item) is Function or holder.__init__ is unittest.TestCase.__init__)
        )
        file = str(item.path).removeprefix("/job/")
        if len(items) > 1 or hasattr(item, "callspec") or not own or "." in module.__name__:
            return None
        _, rows = found.setdefault(file, (module.__name__, []))
        rows.append([id, "" if holder is module else holder.__name__, item.name])
    return [[file, *found[file]] for file in files] if set(found) == set(files) else None


def loaded(recipe: list, codes: dict, say) -> dict:
    """The same as `lean` gives, of modules that are loaded now. Raises what loading raises."""
    found: dict = {}
    for file, name, rows in recipe:
        path = f"/job/{file}"
        module = module_from_spec(spec_from_file_location(name, path))
        sys.modules[name] = module
        exec(codes[path], module.__dict__)
        for id, holder, function in rows:
            where = getattr(module, holder, None) if holder else module
            if not hasattr(where, function):
                continue  # whoever asks for it is told
            if not holder:
                found[id] = [_call(_function, (getattr(module, function), {}), Function, say)]
            elif issubclass(where, unittest.TestCase):
                found[id] = [_call(_case, where(function), TestCaseFunction, say)]
            else:
                found[id] = [_call(_function, (getattr(where(), function), {}), Function, say)]
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
        return _call(_case, item.instance, kind, say)
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
    return _call(_function, (item.obj, named), kind, say)


def _call(run, what, kind: type, say):
    return lambda: _deeper(_FRAMES[kind], run, what, say)


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
        self._note("skipped", "failed as expected to fail: xfail")

    def addUnexpectedSuccess(self, _case) -> None:
        self._note("failed", "Failed: Unexpected success")
