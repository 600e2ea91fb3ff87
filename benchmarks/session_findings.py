"""How often the findings of a session name who they should, and whom they should not.

    python -m benchmarks.session_findings --seeds 20

Simulated months of 20 reviewers and 2,000 tasks (tests/sessions/simulated.py): one reviewer drifts,
one is careless, one axis is ambiguous, by three sizes; and months in which nobody is and none is.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Mapping

from tests.sessions.simulated import Month, World, three_to_find
from workbench.sessions.measures import measure_record

SIZES: Mapping[str, World] = {
    "strong": three_to_find(),
    "medium": three_to_find(drift=0.7, careless_share=0.55, ambiguous_noise=0.9),
    "weak": three_to_find(drift=0.5, careless_share=0.4, ambiguous_noise=0.7),
    "nothing": World(),
    "severities": World(severity=0.3),
}
RIGHT = {"drift": "r07", "careless": "r12", "ambiguous_axis": "tests_reject_valid"}


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
        worst = 0.0
        for seed in range(given.first, given.first + given.seeds):
            record = Month(SIZES[size], seed).record()
            start = time.process_time()
            found = measure_record(record).findings
            worst = max(worst, time.process_time() - start)
            for finding in found:
                right = bool(SIZES[size].drifting) and RIGHT.get(finding.kind) == finding.subject
                (named if right else wrong)[finding.kind] += 1
        told = ", ".join(f"{kind} {named[kind]}" for kind in RIGHT)
        print(f"{size}: of {given.seeds} months {told}; wrongly {dict(wrong) or 'nobody'}; "
              f"slowest measured in {worst:.1f} s of processor", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
