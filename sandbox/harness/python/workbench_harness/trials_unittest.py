"""Trials of a unittest suite."""

import itertools

from workbench_harness import with_unittest
from workbench_harness.trials_cache import compile_once
from workbench_harness.trials_child import one_line


class _Loading:
    """What loading tells: tests that are settled before any runs, and why it failed."""

    def __init__(self) -> None:
        self.settled: dict = {}
        self.errors: list = []

    def test(self, id: str, status: str, *, message: str = "") -> None:
        self.settled[id] = (status, message)

    def error(self, message: str) -> None:
        self.errors.append(message)


class _Running:
    """What a trial's cases tell. With the end of each begins the turn of the next: what is set up
    for its class comes first."""

    def __init__(self, result, turn, tests: list) -> None:
        self._result, self._turn = result, turn
        self._next = dict(itertools.pairwise(tests))
        self.told: set = set()

    def test(self, id: str, status: str, *, message: str = "", **_more: object) -> None:
        self.told.add(id)
        self._result(id, status, message)
        if id in self._next:
            self._turn(self._next[id])

    def error(self, message: str) -> None:
        """A class or module that could not be torn down: nobody's test."""


def drive(order: dict, stage) -> None:
    """Load the suite once; run the cases a trial asks for."""
    compile_once([f"/job/{p}" for p in order["python"]])

    def text(err) -> str:
        if issubclass(err[0], MemoryError):
            stage.finish("memory")
        return one_line(err[1])

    with_unittest._text = text
    stage.begin()
    loading = _Loading()
    kept, where = with_unittest.collect(order, loading)
    if loading.errors:
        stage.failed_to_load(loading.errors[0])
    cases: dict = {}
    for test in kept:
        cases.setdefault(where[test], []).append(test)

    def run(trial: dict, result) -> None:
        running = _Running(result, stage.turn, trial["tests"])
        for id in trial["tests"]:
            if id in loading.settled:
                running.test(id, loading.settled[id][0], message=loading.settled[id][1])
        asked = [test for id in trial["tests"] for test in cases.get(id, ())]
        with_unittest.run_cases(asked, where, running)
        for id in trial["tests"]:
            if id not in running.told:
                running.test(id, "errored", message="the suite does not have it any more")

    stage.loaded(run)
