"""What the tests' own inputs imply of a solution, without any other to compare with.

A suite whose calls all return says that calls of that kind return; that they give numbers, that
numbers are given; that a call twice gives the same twice. A breach inside the domain is shown with
its input; it is no verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from workbench.adequacy.findings import called_with, told
from workbench.adequacy.ground import Ground
from workbench.adequacy.inputs import Args
from workbench.languages.calls import Result
from workbench.languages.values import size_of

Kind = Literal["raises", "endless", "answer", "unsteady", "changes"]


@dataclass(frozen=True)
class Breach:
    """One call that does what no call of the tests does."""

    kind: Kind
    args: Args
    result: Result
    words: str


def breaches(ground: Ground) -> tuple[Breach, ...]:
    """The smallest breach of each kind among the corpus's inputs that lie inside the domain. The
    ground is that of the solution itself."""
    results = ground.answers(ground.corpus)
    inside = [
        (args, result)
        for args, result in zip(ground.corpus, results, strict=True)
        if result is not None and not ground.domain.doubts(args)
    ]
    found: dict[Kind, Breach] = {}
    for args, result in sorted(inside, key=lambda pair: size_of(pair[0])):
        for breach in _of(ground, args, result):
            found.setdefault(breach.kind, breach)
    for breach in _unsteady(ground, [a for a, _ in inside]):
        found.setdefault(breach.kind, breach)
    return tuple(found.values())


def _of(ground: Ground, args: Args, result: Result) -> Iterator[Breach]:
    shown = called_with(ground.entry, args, 120)
    if result.end == "raised" and result.error not in ground.raised:
        words = f"{shown} {told(result, ground.entry)}, as no call of the tests does"
        yield Breach("raises", args, result, words)
    if result.end == "fuel":
        yield Breach("endless", args, result, f"{shown} does not end in {result.fuel} steps")
    if result.end == "returned":
        for doubt in ground.answer_doubts(result.value):
            words = f"{shown} {told(result, ground.entry)}; {doubt.words}"
            yield Breach("answer", args, result, words)
    known = [m.result for m in ground.made]
    if result.after and known and not any(r.after for r in known):
        yield Breach("changes", args, result, f"{shown} changes what it is given")


def _unsteady(ground: Ground, inside: list[Args]) -> Iterator[Breach]:
    """The same calls the other way round, in a fresh process."""
    again = ground.lab.run(ground.trusted, ground.entry, inside[::-1])
    for args, other in zip(inside[::-1], again, strict=True):
        first = ground.answers([args])[0]
        if first is None or other is None or {first.end, other.end} & {"timeout", "crashed"}:
            continue
        if not ground.oracle.same(first, other):
            shown, entry = called_with(ground.entry, args, 120), ground.entry
            words = f"{shown} {told(first, entry)}, and {told(other, entry)} after other calls"
            yield Breach("unsteady", args, other, words)
