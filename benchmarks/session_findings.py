"""How often the findings of a session name who they should, and whom they should not.

    python -m benchmarks.session_findings --seeds 20

Simulated months of 20 reviewers and 2,000 tasks (tests/sessions/simulated.py): one reviewer drifts,
one is careless, one axis is ambiguous, by three sizes; months in which nobody is and none is; and
small sessions of six reviewers and 60 tasks.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any

from tests.sessions.simulated import Month, World, three_to_find
from workbench.sessions.measures import measure_record

_SMALL: Any = {
    "reviewers": 6, "tasks": 60, "gold": 10, "days": 10,
    "settings": {"overlap": 1.0, "ratings_each": 3, "most_ratings": 4, "onboarding": 2,
                 "gold": 0.15, "repeats": 0.1, "onboarding_pass": 0.0},
}  # fmt: skip
SIZES: Mapping[str, World] = {
    "strong": three_to_find(),
    "medium": three_to_find(drift=0.7, careless_share=0.55, ambiguous_noise=0.9),
    "weak": three_to_find(drift=0.5, careless_share=0.4, ambiguous_noise=0.7),
    "nothing": World(),
    "severities": World(severity=0.3),
    "small": World(
        drifting="r02", careless="r05", ambiguous="tests_reject_valid", drift=1.2, **_SMALL
    ),
    "small nothing": World(**_SMALL),
}
KINDS = ("drift", "careless", "ambiguous_axis")


def main() -> None:
    """A line for each size."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--sizes", default=",".join(SIZES))
    given = parser.parse_args()
    for size in given.sizes.split(","):
        named: Counter[str] = Counter()
        wrong: Counter[str] = Counter()
        world, worst = SIZES[size], 0.0
        right = dict(zip(KINDS, (world.drifting, world.careless, world.ambiguous), strict=True))
        for seed in range(given.first, given.first + given.seeds):
            record = Month(world, seed).record()
            start = time.process_time()
            found = measure_record(record).findings
            worst = max(worst, time.process_time() - start)
            for finding in found:
                (named if right.get(finding.kind) == finding.subject else wrong)[finding.kind] += 1
        told = ", ".join(f"{kind} {named[kind]}" for kind in KINDS)
        print(f"{size}: of {given.seeds} months {told}; wrongly {dict(wrong) or 'nobody'}; "
              f"slowest measured in {worst:.1f} s of processor", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
