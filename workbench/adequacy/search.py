"""Counterexample search: an input on which two solutions differ.

    corpus  inputs recorded from the suite's calls and the prompt's examples, and made of those
    oracle  what the first solution does with each, computed once and kept
    search  what the second does; a difference is made again alone, minimised, and judged: does the
            input lie inside the stated domain, and if not, what speaks against it

Each solution runs in sandboxes of its own and never sees the other's results. Everything follows
from a seed; the budget in seconds only decides where it stops.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from workbench.adequacy.findings import Finding
from workbench.adequacy.ground import OWN, Ground, judged
from workbench.adequacy.inputs import Args
from workbench.adequacy.jury import Jury
from workbench.adequacy.lab import JOB_WALL_S, Lab, NotSearchable
from workbench.adequacy.minimise import minimise
from workbench.adequacy.opening import survey
from workbench.adequacy.siding import sided
from workbench.adequacy.values_made import Ingredients
from workbench.languages.calls import Result
from workbench.languages.values import key_of
from workbench.model.task import Solution

__all__ = [
    "Finding",
    "Ground",
    "Jury",
    "Lab",
    "NotSearchable",
    "attempt",
    "search",
    "survey",
    "witness",
]

_CONFIRMED = 12
"""differences that are made again and minimised, at most, of one search"""

_BORROWED, _REPAIRED = 12, 200
"""known calls whose arguments are borrowed, and inputs that are made of them, at most"""


def search(
    ground: Ground,
    other: Solution,
    *,
    budget_s: float = 20.0,
    outside: bool = True,
    jury: Jury | None = None,
) -> Iterator[Finding]:
    """A difference between the ground's solution and `other` that stands (inside the domain and,
    with a `jury`, not backed by its members), else one between both of them and the jury's majority
    (`siding.py`), else the one that comes nearest. Raises NotSearchable when `other` does not
    load."""
    started = time.monotonic()

    def left() -> float:
        return budget_s - (time.monotonic() - started)

    best: Finding | None = None
    confirmed = 0
    for batch, corpus in enumerate(_rounds(ground, other)):
        if left() < 0.5:
            break
        trusted = ground.answers(corpus, wall_s=min(JOB_WALL_S, max(left(), 1.0)))
        known = [(a, r) for a, r in zip(corpus, trusted, strict=True) if r is not None]
        asked = [a for a, _ in known]
        wall_s = min(JOB_WALL_S, max(left() * 0.7, 1.0))
        if jury is not None and batch < len(ground.corpora):
            results = jury.results(other, batch, asked, wall_s)
            found = jury.voted(other, batch, asked, _differences(ground, known, results))
        else:
            results = ground.lab.run(other, ground.entry, asked, wall_s=wall_s)
            found = _differences(ground, known, results)
        for finding in sorted(found.values(), key=lambda f: f.rank):
            if confirmed >= _CONFIRMED or left() < 0.5:
                break
            if best is not None and best.rank[0] <= finding.rank[0]:
                break
            if not finding.stands and not outside:
                break
            confirmed += 1
            again = confirm(ground, other, finding)
            if again is None:
                continue
            small = minimise_finding(ground, other, again, left() * 0.5)
            if jury is not None and jury.hears(again):
                # The smallest one may be outside by more than a sign or a size.
                heard = jury.heard(other, small) if jury.hears(small) else small
                small = heard if heard.stands else jury.heard(other, again)
            if small.stands:
                yield small
                return
            if best is None or small.rank < best.rank:
                best = small
    together = sided(ground, jury, other) if jury is not None and left() > 0.5 else None
    if together is not None:
        yield together
    elif best is not None and outside:
        yield best


def _rounds(ground: Ground, other: Solution) -> Iterator[list[Args]]:
    """The shared corpora, then one of what only the other solution's constants suggest."""
    yield from ground.corpora
    own = [c for text in other.files.values() for c in ground.lab.calls.constants(text)]
    fresh = [c for c in own if key_of(c) not in ground.constants]
    if fresh:
        yield list(ground.made_of(Ingredients.of(fresh), ground.seed + 2, OWN))


def _differences(
    ground: Ground, known: Sequence[tuple[Args, Result]], results: Sequence[Result | None]
) -> dict[int, Finding]:
    """By their place in the batch."""
    return {
        at: judged(ground, Finding(ground.entry, args, expected, got))
        for at, ((args, expected), got) in enumerate(zip(known, results, strict=True))
        if got is not None and _differ(ground, expected, got)
    }


def _differ(ground: Ground, expected: Result, got: Result) -> bool:
    """Where the first solution itself does not end nobody can say what is right; and where it runs
    out of memory's share of its steps, that depends on the machine."""
    if expected.end not in ("returned", "raised"):
        return False
    return not ground.oracle.same(expected, got)


def confirm(ground: Ground, other: Solution, finding: Finding) -> Finding | None:
    """The same call alone, in fresh sandboxes; None when the difference does not come again."""
    lab, args = ground.lab, [finding.args]
    expected = lab.run(ground.trusted, ground.entry, args)[0]
    got = lab.run(other, ground.entry, args)[0]
    if expected is None or got is None or not _differ(ground, expected, got):
        return None
    return judged(ground, Finding(ground.entry, finding.args, expected, got))


def minimise_finding(ground: Ground, other: Solution, finding: Finding, budget_s: float) -> Finding:
    """The smallest input found on which they still differ and which is no more in doubt."""

    def trial(batch: Sequence[Args]) -> list[Finding | None]:
        expected = ground.answers(batch)
        got = ground.lab.run(other, ground.entry, batch)
        found: list[Finding | None] = []
        for args, e, g in zip(batch, expected, got, strict=True):
            if e is None or g is None or not _differ(ground, e, g):
                found.append(None)
                continue
            made = judged(ground, Finding(ground.entry, args, e, g))
            found.append(made if made.rank[:2] <= finding.rank[:2] else None)
        return found

    return minimise(finding, trial, budget_s, ground.smaller)


def witness(ground: Ground, mutated: Solution, *, budget_s: float = 5.0) -> Finding | None:
    """A call by which a mutant of the ground's solution differs from it, inside the domain where
    there is one, else with what speaks against it. None: no call of the corpus tells them apart.
    Raises NotSearchable when the mutant does not load."""
    return attempt(ground, mutated, budget_s=budget_s)[0]


def attempt(
    ground: Ground, mutated: Solution, *, budget_s: float = 5.0
) -> tuple[Finding | None, int]:
    """A witness, and how many inputs both were asked."""
    end = time.monotonic() + budget_s
    trusted = ground.answers(ground.corpus)
    known = [(a, r) for a, r in zip(ground.corpus, trusted, strict=True) if r is not None]
    asked = [a for a, _ in known]
    results = ground.lab.run(mutated, ground.entry, asked, wall_s=max(budget_s, 1.0))
    asked_both = sum(r is not None for r in results)
    found = sorted(_differences(ground, known, results).values(), key=lambda f: f.rank)
    for finding in found[:_CONFIRMED]:
        again = confirm(ground, mutated, finding)
        if again is not None:
            if not again.inside:
                again = nearer(ground, mutated, found[:_CONFIRMED]) or again
            left = max(end - time.monotonic(), 0.5)
            return minimise_finding(ground, mutated, again, left), asked_both
    return None, asked_both


def nearer(ground: Ground, mutated: Solution, found: Sequence[Finding]) -> Finding | None:
    """A difference inside the domain, made of some that are outside: often one argument alone puts
    an input there, and with that of a known call the two still differ."""
    tried: dict[str, Args] = {}
    for finding in found:
        for known in ground.known[:_BORROWED]:
            if len(known) != len(finding.args):
                continue
            for at, value in enumerate(known):
                args = (*finding.args[:at], value, *finding.args[at + 1 :])
                tried.setdefault(key_of(args), args)
    asked = list(tried.values())[:_REPAIRED]
    if not asked or len(asked[0]) < 2:
        return None
    trusted = ground.answers(asked)
    known_ends = [(a, r) for a, r in zip(asked, trusted, strict=True) if r is not None]
    results = ground.lab.run(mutated, ground.entry, [a for a, _ in known_ends])
    differ = _differences(ground, known_ends, results).values()
    inside = min((f for f in differ if f.inside), key=lambda f: f.rank, default=None)
    return confirm(ground, mutated, inside) if inside is not None else None
