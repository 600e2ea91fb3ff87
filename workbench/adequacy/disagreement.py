"""Solutions that pass the suite and do not agree: whoever is right, the suite passes a wrong one.

No oracle is needed for that. Only inputs inside the stated domain count, and each is asked again of
everybody in fresh sandboxes before it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.adequacy.findings import Finding, called_with, told
from workbench.adequacy.ground import Ground, judged
from workbench.adequacy.inputs import Args
from workbench.adequacy.jury import Jury
from workbench.adequacy.lab import NotSearchable
from workbench.languages.calls import Result
from workbench.model.assessment import Split
from workbench.model.task import Solution

MOST = 24
"""solutions compared at most"""
_SHOWN = 4
"""inputs told, each dividing the solutions in another way"""
_TRIED = 12

Camps = tuple[tuple[Result, tuple[str, ...]], ...]


@dataclass(frozen=True)
class _Divided:
    """An input on which they differ. `finding` is the best said of it; `parts` tells ways to divide
    apart."""

    finding: Finding
    parts: frozenset[frozenset[str]]


def splits(ground: Ground, jury: Jury, passing: Sequence[Solution]) -> Iterator[Split]:
    """Inputs that divide the ground's solution and `passing`, the most convincing first, at most
    one for each way to divide them. Solutions that do not load are left out."""
    different = {s.digest: s for s in passing if s.digest != ground.trusted.digest}
    others = list(different.values())[:MOST]
    told_of: set[frozenset[frozenset[str]]] = set()
    found = sorted(_divided(ground, jury, others), key=lambda d: d.finding.rank)
    tried = 0
    for divided in found:
        if divided.parts in told_of or tried >= _TRIED:
            continue
        tried += 1
        camps = _again(ground, divided.finding.args, others)
        if len(camps) < 2:
            continue
        told_of.add(divided.parts)
        yield _split(ground, divided.finding, camps)
        if len(told_of) >= _SHOWN:
            return


def _divided(ground: Ground, jury: Jury, others: Sequence[Solution]) -> Iterator[_Divided]:
    for batch, corpus in enumerate(ground.corpora):
        trusted = ground.answers(corpus)
        known = [(a, r) for a, r in zip(corpus, trusted, strict=True) if r is not None]
        asked = [a for a, _ in known]
        answers: dict[str, list[Result | None]] = {}
        for other in others:
            try:
                answers[other.name] = jury.results(other, batch, asked)
            except NotSearchable:
                continue
        for at, (args, expected) in enumerate(known):
            said = {n: r for n, rows in answers.items() if at < len(rows) and (r := rows[at])}
            best = _best(ground, args, expected, said)
            if best is not None:
                camps = _camps(ground, {ground.trusted.name: expected, **said})
                yield _Divided(best, frozenset(frozenset(names) for _, names in camps))


def _best(ground: Ground, args: Args, expected: Result, said: dict[str, Result]) -> Finding | None:
    """The difference to the ground's solution of which least is remarked, if one is inside."""
    differ = [r for r in said.values() if not ground.oracle.same(expected, r)]
    findings = [judged(ground, Finding(ground.entry, args, expected, r)) for r in differ]
    return min((f for f in findings if f.inside), key=lambda f: f.rank, default=None)


def _again(ground: Ground, args: Args, others: Sequence[Solution]) -> Camps:
    said: dict[str, Result] = {}
    for solution in (ground.trusted, *others):
        try:
            result = ground.lab.run(solution, ground.entry, [args])[0]
        except NotSearchable:
            continue
        if result is not None:
            said[solution.name] = result
    return _camps(ground, said)


def _camps(ground: Ground, said: dict[str, Result]) -> Camps:
    """Who gives the same, the largest camp first."""
    camps: list[tuple[Result, list[str]]] = []
    for name, result in said.items():
        for answer, names in camps:
            if ground.oracle.same(answer, result):
                names.append(name)
                break
        else:
            camps.append((result, [name]))
    ordered = sorted(camps, key=lambda camp: -len(camp[1]))
    return tuple((answer, tuple(names)) for answer, names in ordered)


def _split(ground: Ground, finding: Finding, camps: Camps) -> Split:
    name = ground.trusted.name
    alone = len(camps) == 2 and any(names == (name,) for _, names in camps)
    return Split(
        input=called_with(ground.entry, finding.args),
        answers=tuple((told(answer, ground.entry), names) for answer, names in camps),
        first_alone=alone,
        why=finding.where,
    )
