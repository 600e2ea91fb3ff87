"""Runs a suite again and again, as differently as it allows, and counts how often each test fails.

What varies: the order of the tests, the process (and with it hash seeds and addresses), the random
seed, the clock, and how busy the machine is. No number of green runs shows that a test is not
flaky, so every count comes with the failure rate it cannot exclude.
"""

from __future__ import annotations

import math
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from workbench.adequacy.trials import Built
from workbench.languages.mutation import NOTHING, Trial, TrialResult
from workbench.model.assessment import Flakiness
from workbench.model.run import Status

_PROCESSES = 4
_CONFIDENCE = 0.95
ZONE = "in the time zone "
"""how a harness begins the message of a test that fails in another one"""
_NO_CHANCE = 4

Hear = Callable[[TrialResult], None]


def rerun(built: Built, count: int, hear: Hear, *, seed: int = 1, wall_s: float = 60.0) -> None:
    """`count` shuffled runs in a few processes, half of them two at a time. `hear` is told each
    that came to an end within `wall_s` seconds, at once and from more threads than one. Raises
    Cancelled."""
    began = time.monotonic()

    def in_time(part: list[Trial], share: float) -> None:
        for result in built.run(part, wall_s=began + share * wall_s - time.monotonic()):
            hear(result)

    ids = [ref.id for ref in built.bench.tests.tests]
    trials = [
        Trial(NOTHING, _shuffled(ids, seed + n), full=True, seed=seed + n) for n in range(count)
    ]
    size = max(1, math.ceil(count / _PROCESSES))
    parts = [trials[i : i + size] for i in range(0, count, size)]
    alone, crowded = parts[: len(parts) // 2], parts[len(parts) // 2 :]
    for part in alone:
        in_time(part, 0.6)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda part: in_time(part, 1.0), crowded))


def tally(ids: Sequence[str], results: Sequence[TrialResult]) -> list[Flakiness]:
    """Failures and runs per test. A test that a stopped trial did not get to did not run."""
    failures, runs = Counter[str](), Counter[str]()
    said: dict[str, str] = {}
    for trial in results:
        for name, status in trial.statuses.items():
            runs[name] += 1
            if status is not Status.PASSED:
                failures[name] += 1
                said[name] = _telling(said.get(name, ""), trial.messages.get(name, ""))
    return [
        Flakiness(
            id=i, failures=failures[i], runs=runs[i], high=round(highest(failures[i], runs[i]), 4),
            note=said.get(i, "").strip()[:300],
        )
        for i in ids if runs[i]
    ]  # fmt: skip


def together(before: Sequence[Flakiness], now: Sequence[Flakiness]) -> list[Flakiness]:
    """Earlier counts and those of now, as if all had been one."""
    found = {each.id: each for each in before}
    for each in now:
        known = found.get(each.id)
        if known is not None:
            failures, runs = known.failures + each.failures, known.runs + each.runs
            each = Flakiness(
                id=each.id, failures=failures, runs=runs, high=round(highest(failures, runs), 4),
                note=_telling(known.note, each.note),
            )  # fmt: skip
        found[each.id] = each
    return list(found.values())


def _telling(before: str, now: str) -> str:
    """The first message; one of another time zone only where no other is known."""
    return now if now and (not before or before.startswith(ZONE)) else before


def by_zone(found: Flakiness) -> bool:
    """Whether a test fails where the time zone is another, and there alone: half of the reruns are
    in one, and so many failures are hardly all among them by chance."""
    return found.note.startswith(ZONE) and found.failures >= _NO_CHANCE


def highest(failures: int, runs: int, confidence: float = _CONFIDENCE) -> float:
    """The largest failure rate that `failures` of `runs` does not exclude at `confidence`
    (Clopper and Pearson, one-sided): 0 of 20 gives 0.139."""
    if failures >= runs:
        return 1.0
    low, high = failures / runs, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        chance = sum(
            math.comb(runs, k) * middle**k * (1 - middle) ** (runs - k) for k in range(failures + 1)
        )
        low, high = (middle, high) if chance > 1 - confidence else (low, middle)
    return high


def in_words(found: Flakiness) -> str:
    """`0 of 20, below 14 % at 95 %`."""
    return f"{found.failures} of {found.runs}, below {math.ceil(found.high * 100)} % at 95 %"


def _shuffled(ids: list[str], seed: int) -> tuple[str, ...]:
    order = list(ids)
    random.Random(seed).shuffle(order)
    return tuple(order)
