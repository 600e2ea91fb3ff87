"""Tests that certain days fail are found by reruns: the same check for every compiled language."""

from __future__ import annotations

import time
from collections.abc import Sequence

from workbench.adequacy.flakes import tally
from workbench.adequacy.trials import Built
from workbench.languages.mutation import NOTHING, Trial

FAR = time.gmtime().tm_year + 3
"""the first year in which what is planted has expired"""
SEEDS = range(1, 8)


def assert_days_that_fail_are_found(built: Built, dated: Sequence[str], steady: str) -> None:
    """`steady` passes whatever the day, and measures that time runs on and clocks agree; each of
    `dated` fails on some days. `told` fails and says what second it is: without a seed the real
    one, within a long build."""
    ids = (*dated, steady)
    plain = Trial(NOTHING, (steady,), full=True)
    results = list(built.run([plain, *(Trial(NOTHING, ids, full=True, seed=n) for n in SEEDS)]))
    assert results[0].failed == (), results[0].messages
    found = {f.id: f for f in tally(ids, results[1:])}
    assert found[steady].failures == 0, found[steady].note
    assert found[steady].runs == len(SEEDS)
    rates = {name: found[name].failures for name in dated}
    assert all(0 < failures < len(SEEDS) for failures in rates.values()), rates


def second_told(built: Built, test: str) -> int:
    """What second a test says it is when nothing is varied."""
    (result,) = built.run([Trial(NOTHING, (test,), full=True)])
    return int(result.messages[test].rpartition("second ")[2].split()[0].strip('".'))
