"""Each test of a trial has its own fuel: the same check for every language."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.adequacy.trials import Built
from workbench.languages.mutation import NOTHING, Trial
from workbench.model.run import Status


def assert_tests_have_fuel_of_their_own(built: Built, ids: Sequence[str]) -> None:
    """With what each of `ids` takes alone all of them end well together; with a step less for one
    of them the trial ends in that one, whatever the others have left."""
    tests = tuple(ids)
    steps = [t.fuel for t in built.run([Trial(NOTHING, (i,)) for i in tests])]
    enough = tuple(steps)
    # Of one step less would be left none, which means as much as it takes.
    short = {k: (*enough[:k], n - 1, *enough[k + 1 :]) for k, n in enumerate(enough) if n > 1}
    assert short, f"no test burns enough: {steps}"
    ended, *stopped = built.run([Trial(NOTHING, tests, fuel=f) for f in (enough, *short.values())])
    assert (ended.end, ended.failed, ended.fuel) == ("done", (), sum(steps))
    for k, trial in zip(short, stopped, strict=True):
        passed = {i for i, status in trial.statuses.items() if status is Status.PASSED}
        assert (trial.end, passed) == ("fuel", set(tests[:k]))
