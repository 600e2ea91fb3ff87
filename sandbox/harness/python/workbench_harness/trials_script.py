"""Trials of plain assertion scripts.

The whole script runs in every trial, and every assertion is reported: they share one scope, so that
a later one may see what a mutant did in an earlier one. Those a trial does not ask for run without
probes and without fuel, and none of them ends it.
"""

import traceback

from workbench_harness import with_script
from workbench_harness.trials_child import one_line

_NAME = "_checks_of_the_trial"


class _Check(with_script._Check):
    """Tells the trial as soon as it fails; lets probes and fuel be for others."""

    stage = trial = None

    @property
    def _asked(self) -> bool:
        return self.id in self.trial["asked"]

    def __enter__(self) -> None:
        trial, guard = self.trial, self.stage.guard
        if trial["active"] == -1:
            self.stage.sing()
        elif not self._asked:
            guard.hold()
            if trial["probes"]:
                guard.pause()
        else:
            self.stage.turn(self.id)
        super().__enter__()

    def __exit__(self, kind, error, trace) -> bool:
        trial, guard = self.trial, self.stage.guard
        if not self._asked:
            guard.release()
            if trial["probes"]:
                guard.probe()
        gone_on = super().__exit__(kind, error, trace)
        if self._asked and not trial["full"] and self.status in ("failed", "errored"):
            self.stage.result(self.id, self.status, self.message)
        return gone_on


class _Channel:
    """What `with_script` reports to."""

    def __init__(self, stage, asked: set) -> None:
        self._stage, self._asked = stage, asked
        self.told: set = set()

    def test(self, id: str, status: str, *, message: str = "", duration_s: float = 0.0) -> None:
        self.told.add(id)
        self._stage.result(id, status, message, asked=id in self._asked)

    def error(self, message: str) -> None:
        """A file that does not load fails whatever was asked of it."""
        said = message.strip().split("\n")[-1]
        for id in sorted(self._asked - self.told):
            self.told.add(id)
            self._stage.result(id, "errored", said)


def drive(order: dict, stage) -> None:
    """Fork for each trial, with nothing loaded but what is read from the files."""
    compiled = {}
    for file in order["files"]:
        compiled[f"/job/{file}"] = (order["scripts"][file]["places"], _NAME)
    for path in order["prelude"]:
        compiled[f"/job/{path}"] = ({}, _NAME)
    codes = {}
    for path, (places, name) in compiled.items():
        try:
            codes[path] = with_script._compile(path, places, name)
        except (SyntaxError, ValueError, RecursionError, MemoryError, OSError):
            pass  # it says so itself when it is run
    real = with_script._compile
    with_script._compile = lambda path, places, name: codes.get(path) or real(path, places, name)
    with_script._Check = _Check
    with_script.traceback = _OneLine
    _OneLine.stage = stage
    with_script._hidden = lambda: _NAME
    stage.begin()

    def run(trial: dict, result) -> None:
        asked = set(trial["tests"])
        _Check.stage, _Check.trial = stage, {**trial, "asked": asked}
        channel = _Channel(stage, asked)
        for file in order["files"]:
            ids = {id for id, _ in order["scripts"][file]["checks"]}
            if ids & asked:
                with_script._run_file(order, file, channel)

    stage.loaded(run)


class _OneLine:
    """Stands in for `traceback` where only a sentence is wanted."""

    extract_tb = staticmethod(traceback.extract_tb)
    stage = None

    @classmethod
    def format_exception(cls, kind, error=None, trace=None) -> list:
        error = error if error is not None else kind
        if isinstance(error, MemoryError):
            cls.stage.finish("memory")
        return [one_line(error)]
