"""The ground of searches on a class: its inputs are programs with one of its objects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from workbench.adequacy.domain import Doubt
from workbench.adequacy.findings import Finding
from workbench.adequacy.ground import Ground
from workbench.adequacy.inputs import Args
from workbench.adequacy.lab import Lab, NotSearchable
from workbench.adequacy.oracle import Oracle
from workbench.adequacy.programs import ProgramDomain, ProgramOracle, cut, longest, raised_in
from workbench.adequacy.programs_made import ProgramMaker, smaller
from workbench.adequacy.values_made import Ingredients
from workbench.languages.calls import Made, Result, View
from workbench.languages.objects import SPECIAL, ClassEntry, outcomes_of, steps_of
from workbench.languages.values import Value, Yielded, key_of
from workbench.model.task import Solution

_MOST_KNOWN = 200


@dataclass
class ProgramGround(Ground):
    """A ground whose entry is a class."""

    asks: tuple[str, ...] = ()
    """what is asked of an object at the end of a program"""
    errors: frozenset[tuple[str, str]] = frozenset()
    kinds: dict[str, frozenset[str]] = field(default_factory=dict)
    """types of results, by method, where the suite's calls showed any"""

    def made_of(self, found: Ingredients, seed: int, most: int) -> Iterator[Args]:
        """New programs."""
        assert isinstance(self.domain, ProgramDomain)
        return ProgramMaker(self.domain, found, seed, self.asks).inputs(most)

    def smaller(self, args: Args) -> list[Args]:
        """Shorter programs, and those of smaller arguments."""
        return smaller(args)

    def shortened(self, finding: Finding) -> Finding:
        """Up to the first step that differs."""
        assert isinstance(self.oracle, ProgramOracle)
        at = self.oracle.parted(finding.expected, finding.got)
        if at is None or at + 1 >= len(steps_of(finding.args)):
            return finding
        args, expected = cut(finding.args, finding.expected, at + 1)
        return replace(finding, args=args, expected=expected, got=cut(args, finding.got, at + 1)[1])

    def view_of(self, finding: Finding) -> View:
        """How the suite looks at what the last step gives."""
        assert isinstance(self.oracle, ProgramOracle)
        steps = steps_of(finding.args)
        oracle = self.oracle.steps.get(steps[-1][0]) if steps else None
        return oracle.view if oracle is not None else View()

    def end_doubts(self, expected: Result, got: Result) -> Iterator[Doubt]:
        """What speaks against the trusted solution's own way through the program."""
        assert isinstance(self.oracle, ProgramOracle)
        outcomes = outcomes_of(expected) or []
        for at, (name, end, value) in enumerate(outcomes):
            if end == "raises" and (name, str(value)) not in self.errors:
                words = f"`{name}` raises in the first solution, which no test has seen"
                yield Doubt(f"raises:{name}", words)
            if end == "raises" and at + 1 < len(outcomes) and not self._goes_on(name):
                words = f"it goes on after `{name}` raised, as no known program does"
                yield Doubt(f"goes-on:{name}", words)
            kinds = self.kinds.get(name)
            if end == "gives" and kinds and not _of_kind(value, kinds):
                words = f"`{name}` gives a {type(value).__name__}, as in no test"
                yield Doubt("answer-type", words)
        first = self.oracle.parted(expected, got)
        if first is not None and first < len(outcomes):
            name = outcomes[first][0]
            if outcomes[first][1] == "gives" and name in self.oracle.unseen and _gives(got, first):
                words = f"no test compares what `{name}` gives with what is expected"
                yield Doubt("not-compared", words)

    def answer_doubts(self, value: Value) -> Iterator[Doubt]:
        """Answers are looked at step by step."""
        return iter(())

    def _goes_on(self, name: str) -> bool:
        return any(
            step == name and end == "raises"
            for m in self.made
            for step, end, _ in (outcomes_of(m.result) or [])[:-1]
        )


def _gives(result: Result, at: int) -> bool:
    outcomes = outcomes_of(result) or []
    return at < len(outcomes) and outcomes[at][1] == "gives"


def _of_kind(value: Value, kinds: frozenset[str]) -> bool:
    kind = type(value).__name__
    number = kind in ("int", "float") and kinds & {"int", "float"}
    return kind in kinds or bool(number)


def program_ground(
    lab: Lab,
    trusted: Solution,
    entry: ClassEntry,
    made: Sequence[Made],
    *,
    seed: int,
    most: int,
    constants: Sequence[Value],
    vouched: bool,
) -> ProgramGround:
    """From the programs of the suite. Raises NotSearchable where it has none with plain values."""
    usable = [m for m in made if len(m.call.args) == 2 and not m.call.kwargs]
    known = longest([m.call.args for m in usable])[:_MOST_KNOWN]
    if not known or (not any(steps_of(a) for a in known) and not entry.reads):
        raise NotSearchable(f"no test makes a {entry.name} of plain values and uses it with such")
    oracles: dict[str, Oracle] = {}
    unseen: set[str] = set()
    for method in entry.methods:
        plain = method.reads or method.name in SPECIAL
        views = () if plain else lab.calls.views(lab.suite, method.name)
        oracles[method.name] = Oracle.of(views)
        if not plain and not any(v.direct for v in views):
            unseen.add(method.name)
    domain = ProgramDomain(entry, lab.prompt, known)
    kinds: dict[str, set[str]] = {}
    for m in usable:
        for name, end, value in outcomes_of(m.result) or ():
            if end == "gives" and not isinstance(value, Yielded):
                kinds.setdefault(name, set()).add(type(value).__name__)
    asks = [m.name for m in entry.methods if m.reads]
    asks += [
        name for name, place in domain.methods.items()
        if name not in asks and name not in unseen and not any(place.known)
    ]  # fmt: skip
    ground = ProgramGround(
        lab=lab,
        trusted=trusted,
        entry=entry,
        known=known,
        made=usable,
        domain=domain,
        oracle=ProgramOracle(steps=oracles, unseen=frozenset(unseen)),
        views=(),
        seed=seed,
        corpora=(),
        constants=frozenset(map(key_of, constants)),
        raised=frozenset(m.result.error for m in usable if m.result.end == "raised"),
        vouched=vouched,
        asks=tuple(asks),
        errors=raised_in(usable),
        kinds={n: frozenset(k) for n, k in kinds.items() if "Opaque" not in k},
    )
    found = Ingredients.of(constants)
    first = [*known, *ground.made_of(found, seed, most)]
    keys = set(map(key_of, first))
    second = [a for a in ground.made_of(found, seed + 1, most) if key_of(a) not in keys]
    ground.corpora = (first, second)
    return ground
