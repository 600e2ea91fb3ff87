"""What searches against one solution share: inputs, what it does with them, the domain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from workbench.adequacy.domain import Domain, Doubt
from workbench.adequacy.findings import Finding
from workbench.adequacy.inputs import Args, Maker
from workbench.adequacy.lab import JOB_WALL_S, Lab, NotSearchable
from workbench.adequacy.oracle import Oracle
from workbench.adequacy.shapes import Shape, shapes_of
from workbench.adequacy.values_made import Ingredients
from workbench.languages.base import Inventory
from workbench.languages.calls import FUEL, Entry, Made, Result, View
from workbench.languages.values import Value, key_of
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
    domain: Domain
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

    def answer_doubts(self, value: Value) -> Iterator[Doubt]:
        """What speaks against an answer of the trusted solution itself."""
        kind = type(value).__name__
        allowed = self.result_shape.allowed
        number = kind in ("int", "float") and allowed & {"int", "float"}
        if allowed and kind not in allowed and not number and not self.result_shape.anything:
            yield Doubt("answer-type", f"the first solution gives a {kind}, as in no test")


def survey(
    lab: Lab,
    trusted: Solution,
    inventory: Inventory,
    *,
    entry: str = "",
    seed: int = 1,
    most: int = CORPUS,
    others: Sequence[Solution] = (),
    vouched: bool = False,
) -> Ground:
    """Everything a search against `trusted` begins with. `entry` names the function; else the one
    the suite calls. `others`: solutions whose constants go into the inputs too. `vouched`: somebody
    answers for `trusted`. Raises NotSearchable."""
    entries = lab.calls.entries(trusted, lab.suite)
    if entry:
        entries = tuple(e for e in entries if e.name == entry) or entries
    if not entries:
        raise NotSearchable("the suite calls no function of the solution by name")
    made = lab.record(trusted, inventory, entries)
    called = [e for e in entries if any(m.entry == e.name for m in made)] or [entries[0]]
    # A suite may call a helper first that the prompt only mentions.
    chosen = min(called, key=lambda e: _mentioned(e.name, lab.prompt))
    made = [m for m in made if m.entry == chosen.name and not m.call.kwargs]
    examples = [c.args for c in lab.calls.examples(lab.prompt, chosen.name) if not c.kwargs]
    given = [a for a in (*(m.call.args for m in made), *examples) if chosen.fits(a)]
    known = list({key_of(a): a for a in given}.values())
    if not known:
        raise NotSearchable(f"no call of {chosen.name} with plain values is known")
    shapes = shapes_of(known, [p.annotation for p in chosen.parameters])
    for parameter, place in zip(chosen.parameters, shapes, strict=False):
        place.setting = parameter.optional
    views = lab.calls.views(lab.suite, chosen.name)
    texts = [text for s in (trusted, *others) for text in s.files.values()]
    constants = [c for text in texts for c in lab.calls.constants(text)]
    found = Ingredients.of(constants)
    first = [*known, *Maker(known, shapes, found, seed, chosen.fits).inputs(most)]
    keys = set(map(key_of, first))
    more = Maker(known, shapes, found, seed + 1, chosen.fits)
    second = [a for a in more.inputs(most) if key_of(a) not in keys]
    shape = Shape()
    shape.state(chosen.returns)
    for m in made:
        if m.result.end == "returned":
            shape.absorb(m.result.value)
    return Ground(
        lab=lab,
        trusted=trusted,
        entry=chosen,
        known=known,
        made=made,
        domain=Domain(shapes, [p.name for p in chosen.parameters], lab.prompt, known),
        oracle=Oracle.of(views),
        views=views,
        seed=seed,
        corpora=(first, second),
        result_shape=shape,
        constants=frozenset(map(key_of, constants)),
        raised=frozenset(m.result.error for m in made if m.result.end == "raised"),
        vouched=vouched,
    )


def _mentioned(name: str, prompt: str) -> int:
    """Where a prompt first writes a function as code; at its end if it never does."""
    word = rf"(?<![\w.$]){re.escape(name)}\b"
    place = re.search(rf"`[^`\n]*?{word}[^`\n]*`|{word}\s*\(", prompt)
    return place.start() if place else len(prompt)


def judged(ground: Ground, finding: Finding) -> Finding:
    """The finding with everything that speaks against its input."""
    doubts = list(ground.domain.doubts(finding.args))
    ordinary = not any(d.decisive for d in doubts)
    expected, got = finding.expected, finding.got
    if not ground.oracle.asked:
        doubts.append(Doubt("not-compared", "no test compares results with expected ones"))
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
