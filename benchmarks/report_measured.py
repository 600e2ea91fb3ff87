"""`workbench/reports/measured.json`: what findings came to where the truth is known.

Reports state these counts as shares. A set that is measured replaces what is kept of it; those on
single solutions follow from `docs/benchmarks.json`, which `benchmarks.labels` fills, and are
written anew by `python -m benchmarks.report_measured`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.keeping import Kept, commit, read
from benchmarks.report_sets import Chosen
from workbench.model.report import TaskFacts
from workbench.reports import proven
from workbench.reports.proven import AllMeasured, Count, Measured
from workbench.reports.trusting import RULES
from workbench.store.files import write_atomic

FILE = Path(proven.__file__).with_name(proven.FILE)
_REFERENCES = {
    "solutions": ("together", "nobody vouches for the reference"),
    "solutions-corrected": ("together corrected", "HumanEval's reference corrected, vouched for"),
}


def measured(
    chosen: Chosen, tasks: list[TaskFacts], shown_by: Mapping[str, frozenset[str]]
) -> Measured:
    """Counts of one set's report. A kind of flag is right where it would bring to light what is
    wrong with the task."""
    known = [t for t in tasks if t.tests is not None]
    rules = {name for name, _ in RULES}
    found = {}
    for name, holds in proven.findings(chosen.kinds).items():
        kind = "" if name in rules else name.partition(",")[0].replace(" ", "_")
        defects = {
            t.task_id for t in known
            if shown_by[t.task_id] and (not kind or kind in shown_by[t.task_id])
        }  # fmt: skip
        flagged = {t.task_id for t in known if holds(t)}
        found[name] = Count(
            flagged=len(flagged), right=len(flagged & defects), defects=len(defects)
        )
    wrong = sum(bool(shown_by[t.task_id]) for t in known)
    return Measured(
        data=chosen.words(len(known), wrong), known=len(known), found=found,
        how=chosen.command, at=time.strftime("%Y-%m-%d", time.gmtime()), commit=commit(),
    )  # fmt: skip


def of_solutions(kept: Mapping[str, Kept] | None = None) -> dict[str, Measured]:
    """What `benchmarks.labels` found of single solutions: each that differs from the reference
    inside the stated domain with nothing to spare it has a flag of its own, of high severity."""
    figures = read() if kept is None else kept
    made = {}
    for key, (name, words) in _REFERENCES.items():
        wrong, right = figures[f"labels/accused {name}"], figures[f"labels/right accused {name}"]
        caught, defects = _of(wrong)
        alarms, sound = _of(right)
        low, high = wrong.figure.low, wrong.figure.high
        known = low is not None and high is not None
        made[key] = Measured(
            data=f"HumanEval and MBPP, Python: {defects + sound:,} solutions by models that pass "
                 f"the suite, {defects} of them wrong by EvalPlus's labels; {words}",
            cases="solutions", together=True, known=defects + sound,
            found={
                "solution, high": Count(
                    flagged=caught + alarms, right=caught, defects=defects,
                    recall=(round(low / 100, 4), round(high / 100, 4)) if known else None,
                )
            },
            how="python -m benchmarks.labels", at=wrong.at, commit=wrong.commit,
        )  # fmt: skip
    return made


def _of(kept: Kept) -> tuple[int, int]:
    """The counts behind a share: `119 of 199`."""
    hits, _, number = kept.figure.note.replace(",", "").partition(" of ")
    return int(hits), int(number)


def keep(new: Mapping[str, Measured], path: Path = FILE) -> None:
    """Beside what is kept of other sets."""
    before = proven.measured().sets if path == FILE and path.exists() else {}
    sets = {**before, **of_solutions(), **new}
    value = AllMeasured(sets=dict(sorted(sets.items()))).model_dump(mode="json", exclude_none=True)
    write_atomic(path, (json.dumps(value, indent=1) + "\n").encode())


if __name__ == "__main__":
    keep({})
