"""What searches against one solution share: inputs, what it does with them, the domain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from workbench.adequacy.domain import Domain, Doubt
from workbench.adequacy.findings import Finding
from workbench.adequacy.inputs import Args, Maker
from workbench.adequacy.lab import JOB_WALL_S, Lab
from workbench.adequacy.minimise import smaller
from workbench.adequacy.oracle import Oracle
from workbench.adequacy.programs import ProgramDomain
from workbench.adequacy.shapes import Shape
from workbench.adequacy.values_made import Ingredients
from workbench.languages.calls import FUEL, Entry, Made, Result, View
from workbench.languages.values import Thing, Value, key_of
from workbench.model.task import Solution

CORPUS = 1_200
"""inputs in each of the two corpora"""

_FASTER = 1_000
"""So many times as many steps, for an ordinary input, are no matter of taste."""

OWN = 400
"""inputs made of another solution's own constants"""


@dataclass
class Ground:
    """What searches against one solution share: its corpus and what it does with it."""

    lab: Lab
    trusted: Solution
    entry: Entry
    known: list[Args]
    made: list[Made]
    domain: Domain | ProgramDomain
    oracle: Oracle
    views: tuple[View, ...]
    seed: int
    corpora: tuple[list[Args], ...]
    """the inputs every search goes through, batch by batch"""
    results: dict[str, Result] = field(default_factory=dict)
    shared: dict[int, list[Result | None]] = field(default_factory=dict)
    """what it does with each of the corpora"""
    result_shape: Shape = field(default_factory=Shape)
    raised: frozenset[str] = frozenset()
    constants: frozenset[str] = frozenset()
    """what went into the corpora, by key"""
    vouched: bool = False
    """whether somebody answers for its solution, so that it is taken at its word"""

    def answers(self, args: Sequence[Args], wall_s: float = JOB_WALL_S) -> list[Result | None]:
        """What the trusted solution does, from what is kept where it is."""
        number = next((n for n, c in enumerate(self.corpora) if c is args), None)
        if number in self.shared:
            return self.shared[number]
        keys = [key_of(a) for a in args]
        missing = [a for a, k in zip(args, keys, strict=True) if k not in self.results]
        if missing:
            fresh = self.lab.run(self.trusted, self.entry, missing, wall_s=wall_s)
            for a, result in zip(missing, fresh, strict=True):
                if result is not None:
                    self.results[key_of(a)] = result
        found = [self.results.get(k) for k in keys]
        if number is not None:
            self.shared[number] = found
        return found

    @property
    def corpus(self) -> list[Args]:
        """The first batch: what is known and what is nearest to it."""
        return self.corpora[0]

    def made_of(self, found: Ingredients, seed: int, most: int) -> Iterator[Args]:
        """New inputs, of these constants too."""
        assert isinstance(self.domain, Domain)
        return Maker(self.known, self.domain.shapes, found, seed, self.entry.fits).inputs(most)

    def smaller(self, args: Args) -> list[Args]:
        """Smaller neighbours of an input."""
        return smaller(args)

    def shortened(self, finding: Finding) -> Finding:
        """A finding without what follows the difference."""
        return finding

    def view_of(self, finding: Finding) -> View:
        """How the suite looks at what differs."""
        return self.oracle.view

    def end_doubts(self, expected: Result, got: Result) -> Iterator[Doubt]:
        """What speaks against the input by the ends of both solutions."""
        # Of an object both tell nothing but what the suite reads.
        read = isinstance(expected.value, Thing) and isinstance(got.value, Thing)
        if not self.oracle.asked and not read:
            yield Doubt("not-compared", "no test compares results with expected ones")

    def answer_doubts(self, value: Value) -> Iterator[Doubt]:
        """What speaks against an answer of the trusted solution itself."""
        kind = type(value).__name__
        # The recorder tells an object of the solution in words, a call by what is read of it.
        kind = "Opaque" if isinstance(value, Thing) else kind
        allowed = self.result_shape.allowed
        number = kind in ("int", "float") and allowed & {"int", "float"}
        if allowed and kind not in allowed and not number and not self.result_shape.anything:
            yield Doubt("answer-type", f"the first solution gives a {kind}, as in no test")


def judged(ground: Ground, finding: Finding) -> Finding:
    """The finding with everything that speaks against its input."""
    finding = ground.shortened(finding)
    doubts = list(ground.domain.doubts(finding.args))
    ordinary = not any(d.decisive for d in doubts)
    expected, got = finding.expected, finding.got
    doubts += ground.end_doubts(expected, got)
    if expected.end == "raised" and expected.error not in ground.raised:
        doubts.append(Doubt("raises", "the first solution raises, which no test asks for"))
    if expected.end not in ("raised", "returned"):
        doubts.append(Doubt("endless", f"the first solution ends in {expected.end}"))
    if got.end in ("timeout", "memory", "crashed"):
        doubts.append(Doubt("resources", f"the other ends in {got.end}, which machines differ in"))
    if got.end == "fuel" and expected.end != "fuel":
        near = ordinary and expected.fuel * _FASTER < FUEL
        doubts.append(Doubt("steps", "the other takes too many steps", decisive=not near))
    if got.end == "raised" and got.error in ("RecursionError", "RangeError"):
        doubts.append(Doubt("recursion", "the other recurses too deep", decisive=not ordinary))
    if ground.oracle.imprecise(expected, got):
        doubts.append(Doubt("imprecise", "they differ in digits that floats do not hold"))
    if expected.end == "returned":
        doubts += ground.answer_doubts(expected.value)
    return replace(finding, doubts=tuple(doubts))
