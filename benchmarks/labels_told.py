"""The figures on labelled solutions and suites as the table of all benchmarks has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite

from benchmarks.figures import Figure
from benchmarks.labels_data import RIGHT, WRONG
from benchmarks.labels_figures import Suite, Verdict, auroc, share


def told(name: str, verdicts: Sequence[Verdict], suites: Sequence[Suite]) -> Iterator[Figure]:
    """A set's figures, with intervals for their spread."""
    for key, label, said in (
        ("shown", WRONG, lambda v: v.shown),
        ("inside", WRONG, lambda v: v.inside),
        ("accused", WRONG, lambda v: v.accused),
        ("right inside", RIGHT, lambda v: v.inside),
        ("right accused", RIGHT, lambda v: v.accused),
    ):
        hits, count, figure = share(verdicts, label, said)
        if count:
            value, *interval = (part * 100 for part in figure)
            note = f"{hits:,} of {count:,}"
            yield Figure(f"{key} {name}", value, count, *interval, note=note)
    if verdicts:
        times = sorted(v.took_s for v in verdicts)
        late = times[int(len(times) * 0.95)]
        yield Figure(f"took {name}", late, len(times), times[0], times[-1])
    area = auroc(suites, lambda suite: suite.strength)
    if all(map(isfinite, area)):
        yield Figure(f"auroc {name}", area.value, len(suites), area.low, area.high)
