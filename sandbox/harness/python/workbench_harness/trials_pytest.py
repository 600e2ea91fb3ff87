"""Trials of a pytest suite: one configuration and one collection, then items as they are asked."""

import traceback

import pytest

from workbench_harness import trials_lean, with_pytest
from workbench_harness.channel import worst
from workbench_harness.trials_cache import compile_once, rewrite_once
from workbench_harness.trials_child import one_line

_ONLOOKERS = (
    *("capture", "faulthandler", "legacypath", "logging", "setuponly", "setupplan", "stepwise"),
    *("threadexception", "unraisableexception", "warnings"),
)
"""Plug-ins that change nothing about how a test ends where nobody looks at what they do."""


class _Told:
    """What the recorder reports to: the suite's loading first, then the running trial."""

    def __init__(self, stage) -> None:
        self._stage = stage
        self.settled: dict = {}
        self.errors: list = []
        self.result = None
        self.memory = False
        self.told: set = set()

    def test(self, id: str, status: str, *, message: str = "", **_more: object) -> None:
        if self.result is None:
            self.settled[id] = (status, message)
            return
        self.told.add(id)
        self.result(id, status, message, memory=self.memory)

    def error(self, message: str) -> None:
        self.errors.append(message)


class _Trials:
    """The plug-in: forks before the collection, and runs items instead of pytest's own loop."""

    def __init__(self, order: dict, stage, told: _Told) -> None:
        self._order, self._stage, self._told = order, stage, told

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session) -> None:
        if not self._order["conftest"]:
            codes = rewrite_once([f"/job/{f}" for f in self._order["files"]], session.config)
            self._stage.begin()
            if self._stage.recipe is not None:
                self._load(self._stage.recipe, codes)

    def _load(self, recipe: list, codes: dict) -> None:
        """In a fresh process, where it is known what a collection would find. Never returns."""
        trials_lean.explain(_sentence)
        try:
            calls = trials_lean.loaded(recipe, codes, self._say)
        except (KeyboardInterrupt, SystemExit, pytest.exit.Exception) as error:
            self._stage.failed_to_load(one_line(error))
        except BaseException as error:
            said = "".join(traceback.format_exception_only(error)).strip().split("\n")[-1]
            self._stage.failed_to_load(f"E   {said}")
        self._stage.loaded(lambda trial, result: self._perform(trial, result, calls))

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items) -> None:
        for item in items:
            item.repr_failure = item._repr_failure_py = self._said

    def _said(self, excinfo, style=None) -> str:
        return self._say(excinfo.value)

    def _say(self, error: BaseException) -> str:
        self._told.memory = isinstance(error, MemoryError)
        return one_line(error)

    @pytest.hookimpl(tryfirst=True)
    def pytest_assertrepr_compare(self, op, left, right) -> list:
        """A sentence. What pytest would say compares texts line by line."""
        return [_sentence(op, left, right)]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session) -> None:
        told = self._told
        if told.errors:
            self._stage.failed_to_load(told.errors[0])
        groups: dict = {}
        for item in session.items:
            groups.setdefault(with_pytest.base_id(item), []).append(item)

        calls = trials_lean.lean(groups, self._say) if self._order["plain"] else None
        recipe = None
        if calls is not None:
            trials_lean.explain(_sentence)
            recipe = trials_lean.recipe(groups, self._order["files"])

        def run(trial: dict, result) -> None:
            self._perform(trial, result, calls, groups)

        self._stage.loaded(run, recipe)

    def _perform(self, trial: dict, result, calls, groups=None) -> None:
        """Run a trial's tests: plainly where there are `calls`, else as pytest does."""
        told = self._told
        told.result = result
        for id in trial["tests"]:
            if id in told.settled:
                told.test(id, told.settled[id][0], message=told.settled[id][1])
        if calls is not None:
            self._run_plainly(trial["tests"], calls)
        else:
            self._run(trial["tests"], groups)
        for id in trial["tests"]:
            if id not in told.told:
                told.test(id, "errored", message="the suite does not have it any more")

    def _run(self, tests: list, groups: dict) -> None:
        items = [(id, item) for id in tests for item in groups.get(id, ())]
        then = [*(item for _, item in items[1:]), None]
        for (id, item), following in zip(items, then, strict=True):
            self._stage.turn(id)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)

    def _run_plainly(self, tests: list, calls: dict) -> None:
        for id in tests:
            ends = []
            for call in calls.get(id, ()):
                self._stage.turn(id)
                ends.append(call())
            if ends:
                bad = [end for end in ends if end[0] != "passed"]
                message = "\n\n".join(said for _, said in bad[:10] if said)
                self._told.test(id, worst([status for status, _ in ends]), message=message)


def _sentence(op: str, left: object, right: object) -> str:
    return f"{_short(left)} {op} {_short(right)}"


def _short(value: object) -> str:
    try:
        said = repr(value)
    except Exception as error:
        said = f"<{type(value).__name__} that cannot be shown: {type(error).__name__}>"
    return said if len(said) <= 100 else said[:97] + "..."


def drive(order: dict, stage) -> None:
    """Configure pytest once; collect once, or in each trial that loads everything anew."""
    compile_once([f"/job/{p}" for p in order["python"] if p not in order["files"]])
    if order["conftest"]:
        stage.begin()  # a conftest is loaded before the collection begins, and may import anything
    told = _Told(stage)
    recorder = with_pytest.Recorder(order, told)
    told_nobody = ("-q", "--color=no", "--tb=short")  # options of the reporter that is left out
    options = [o for o in with_pytest.options(order) if o not in told_nobody]
    if order["plain"]:
        for name in _ONLOOKERS:
            options += ["-p", f"no:{name}"]
    options += ["-p", "no:terminal", *(f"/job/{f}" for f in order["files"])]
    if "_hypothesis_pytestplugin" in order["plugins"]:
        _without_deadlines()
    code = pytest.main(options, plugins=[recorder, _Trials(order, stage, told)])
    stage.failed_to_load(recorder.internal or "\n".join(told.errors) or f"pytest: {code!r}")


def _without_deadlines() -> None:
    """How long an example takes says nothing of a mutant."""
    import hypothesis

    checks = list(hypothesis.HealthCheck)
    hypothesis.settings.register_profile(
        "trials", deadline=None, suppress_health_check=checks, database=None
    )
    hypothesis.settings.load_profile("trials")
