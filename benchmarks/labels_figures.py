"""What the figures on labelled solutions and suites are, with intervals by bootstrap over tasks."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from benchmarks.labels_data import RIGHT, STRONG, WEAK, WRONG
from workbench.adequacy.findings import Finding

_RESAMPLED = 2_000


class Verdict(NamedTuple):
    """What was found of one solution that passes its suite. `divided`: it is on one side of an
    input on which solutions that pass do not agree."""

    task: str
    who: str
    label: str
    finding: Finding | None
    divided: bool
    took_s: float
    error: str = ""

    @property
    def shown(self) -> bool:
        """Whether a reviewer sees an input on which it differs from another that passes."""
        return self.finding is not None or self.divided

    @property
    def inside(self) -> bool:
        """Whether it differs from the reference inside the stated domain."""
        return self.finding is not None and self.finding.inside

    @property
    def accused(self) -> bool:
        """Inside, and nothing spares it."""
        return self.finding is not None and self.finding.stands


class Suite(NamedTuple):
    """What was measured of one suite. `alone` leaves the solutions of others out."""

    task: str
    label: str
    strength: float
    alone: float


class Figure(NamedTuple):
    """A value and the 95 % interval of its bootstrap."""

    value: float
    low: float
    high: float


def share(
    verdicts: Sequence[Verdict], label: str, said: Callable[[Verdict], bool]
) -> tuple[int, int, Figure]:
    """How many solutions of a label it is said of, of how many."""
    groups: dict[str, list[bool]] = {}
    for v in verdicts:
        if v.label == label:
            groups.setdefault(v.task, []).append(said(v))
    rows = list(groups.values())
    hits, count = sum(map(sum, rows)), sum(map(len, rows))

    def of(sample: Sequence[list[bool]]) -> float:
        return sum(map(sum, sample)) / sum(map(len, sample))

    return hits, count, _bootstrapped(rows, of)


def auroc(suites: Sequence[Suite], of: Callable[[Suite], float]) -> Figure:
    """The chance that a weak suite ranks below another; ties count half."""

    def area(sample: Sequence[Suite]) -> float:
        weak = [of(s) for s in sample if s.label == WEAK]
        strong = [of(s) for s in sample if s.label == STRONG]
        wins = sum((w < s) + 0.5 * (w == s) for w in weak for s in strong)
        return wins / (len(weak) * len(strong)) if weak and strong else float("nan")

    return _bootstrapped(suites, area)


def _bootstrapped(rows: Sequence, of: Callable[[Sequence], float]) -> Figure:
    if not rows:
        return Figure(float("nan"), float("nan"), float("nan"))
    chance = random.Random(7)
    again = [of(chance.choices(rows, k=len(rows))) for _ in range(_RESAMPLED)]
    again = sorted(v for v in again if v == v)
    if not again:
        return Figure(of(rows), float("nan"), float("nan"))
    return Figure(of(rows), again[len(again) // 40], again[-(len(again) // 40) - 1])


def report(
    name: str,
    verdicts: Sequence[Verdict],
    suites: Sequence[Suite] = (),
    left_out: Sequence[str] = (),
) -> None:
    """Print a set's figures. `left_out`: labels of solutions that fail the suite here."""
    print(f"{name}: {len({v.task for v in verdicts})} tasks, {len(verdicts)} solutions that pass")
    for words, label, said in (
        ("wrong: a difference is shown", WRONG, lambda v: v.shown),
        ("wrong: differs inside the domain", WRONG, lambda v: v.inside),
        ("wrong: accused", WRONG, lambda v: v.accused),
        ("right: a difference is shown", RIGHT, lambda v: v.shown),
        ("right: differs inside the domain", RIGHT, lambda v: v.inside),
        ("right: accused", RIGHT, lambda v: v.accused),
    ):
        hits, count, figure = share(verdicts, label, said)
        of = f"{hits} of {count}"
        print(f"  {words:36} {of:>12} = {figure.value:6.1%} [{figure.low:.1%}, {figure.high:.1%}]")
    if left_out:
        wrong = sum(label == WRONG for label in left_out)
        print(
            f"  left out, as they fail the suite here: {wrong} wrong, {len(left_out) - wrong} right"
        )
    times = sorted(v.took_s for v in verdicts)
    if times:
        late, half = times[int(len(times) * 0.95)], times[len(times) // 2]
        within = sum(t <= 20 for t in times) / len(times)
        print(f"  a solution took {half:.1f} s, 95 % under {late:.1f} s, longest {times[-1]:.1f} s")
        print(f"  within 20 s: {within:.1%} of solutions")
    for error, many in Counter(v.error[:90] for v in verdicts if v.error).most_common(5):
        print(f"  {many:4} not searched: {error}")
    weak = sum(s.label == WEAK for s in suites)
    if suites:
        print(f"  {len(suites)} suites measured, {weak} of them weak")
        figures = {
            "strength": auroc(suites, lambda s: s.strength),
            "strength without the others": auroc(suites, lambda s: s.alone),
        }
        for words, f in figures.items():
            print(f"  AUROC of {words:28} {f.value:.3f} [{f.low:.3f}, {f.high:.3f}]")
    print(flush=True)


def misses(verdicts: Sequence[Verdict], suites: Sequence[Suite]) -> None:
    """Print what was missed, who was wrongly accused, and how suites rank."""
    for v in verdicts:
        missed, accused = v.label == WRONG and not v.accused, v.label == RIGHT and v.accused
        if missed or accused:
            words = v.finding.words if v.finding else v.error or "no difference"
            print(f"  {'ACCUSED' if accused else 'MISSED'} {v.task} {v.who}: {words[:700]}")
    for s in sorted(suites, key=lambda s: s.strength):
        print(f"  {s.strength:.3f} {s.alone:.3f} {s.label if s.label == WEAK else '':4} {s.task}")
