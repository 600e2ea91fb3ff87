"""Programs with an object as inputs: what is known of them, and how two outcomes are compared.

A program is inside the domain when its constructor's and its steps' arguments are, each held
against those the suite gives there; when what came before a step in every known program came before
it here; and when nothing raises that no test has seen raise. That a step follows one it never
followed is remarked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from workbench.adequacy.domain import Args, Domain, Doubt
from workbench.adequacy.oracle import Oracle
from workbench.adequacy.shapes import Shape, shapes_of
from workbench.languages.calls import Made, Parameter, Result
from workbench.languages.objects import SPECIAL, ClassEntry, Outcome, Step, outcomes_of, steps_of
from workbench.languages.values import key_of


@dataclass
class Place:
    """The constructor, or one method: its known arguments, and what is known of them."""

    known: list[Args]
    shapes: list[Shape]
    domain: Domain

    @classmethod
    def of(cls, known: Sequence[Args], parameters: Sequence[Parameter], prompt: str) -> Place:
        """From the arguments that were seen."""
        different = list({key_of(a): a for a in known}.values())
        shapes = shapes_of(different, [p.annotation for p in parameters])
        for parameter, shape in zip(parameters, shapes, strict=False):
            shape.setting = parameter.optional
        names = [p.name for p in parameters]
        return cls(different, shapes, Domain(shapes, names, prompt, different))


@dataclass
class ProgramDomain:
    """What is known of one class's programs."""

    entry: ClassEntry
    prompt: str
    known: Sequence[Args]
    maker: Place = field(init=False)
    methods: dict[str, Place] = field(init=False)
    before: dict[str, frozenset[str]] = field(init=False)
    """methods that came before each one in every known program"""
    follows: set[tuple[str, str]] = field(init=False)
    longest: int = field(init=False)

    def __post_init__(self) -> None:
        self.prompt = self.prompt.lower()
        self.maker = Place.of([a[0] for a in self.known], self.entry.parameters, self.prompt)
        calls: dict[str, list[Args]] = {m.name: [()] for m in self.entry.methods if m.reads}
        came: dict[str, frozenset[str]] = {}
        programs: dict[str, set[int]] = {}
        self.follows = set()
        for number, args in enumerate(self.known):
            names = [name for name, _ in steps_of(args)]
            self.follows.update(combinations(names, 2))
            for at, (name, given) in enumerate(steps_of(args)):
                calls.setdefault(name, []).append(given)
                earlier = frozenset(names[:at])
                programs.setdefault(name, set()).add(number)
                came[name] = came.get(name, earlier) & earlier
        # What one program happens to do says nothing of an order.
        self.before = {
            name: earlier
            for name, earlier in came.items()
            if len(programs[name]) > 1 and name not in SPECIAL
        }
        self.methods = {
            name: Place.of(known, method.parameters, self.prompt)
            for name, known in calls.items()
            if (method := self.entry.method(name)) is not None
        }
        self.longest = max((len(steps_of(a)) for a in self.known), default=0)

    def doubts(self, args: Args) -> tuple[Doubt, ...]:
        """Everything that speaks against a program."""
        found: dict[str, Doubt] = {}
        for doubt in self.maker.domain.doubts(args[0]):
            found.setdefault(doubt.code, doubt)
        earlier: list[str] = []
        for name, given in steps_of(args):
            for doubt in self._of(name, given, earlier):
                found.setdefault(doubt.code, doubt)
            earlier.append(name)
        if len(earlier) > max(12, 4 * self.longest):
            found["long"] = Doubt("long", "much longer than any known program", decisive=False)
        return tuple(found.values())

    def _of(self, name: str, given: Args, earlier: Sequence[str]) -> Iterator[Doubt]:
        place = self.methods.get(name)
        if place is None:
            yield Doubt(f"step:{name}", f"no test calls `{name}`")
            return
        for doubt in place.domain.doubts(given):
            yield replace(doubt, code=doubt.code, words=f"{name}: {doubt.words}")
        method = self.entry.method(name)
        if method is None or method.reads:
            return
        missing = self.before.get(name, frozenset()) - set(earlier)
        if missing:
            words = f"`{name}` without `{min(missing)}` before it, which all known programs have"
            yield Doubt(f"order:{name}", words)
        for other in earlier:
            reads = (known := self.entry.method(other)) is not None and known.reads
            if not reads and (other, name) not in self.follows:
                words = f"`{name}` after `{other}`, as in no known program"
                yield Doubt(f"follows:{name}", words, decisive=False)


@dataclass(frozen=True)
class ProgramOracle(Oracle):
    """Compares what each step came to, each as the suite looks at it."""

    steps: Mapping[str, Oracle] = field(default_factory=dict)
    unseen: frozenset[str] = frozenset()
    """methods whose results the suite never looks at"""

    def same(self, left: Result, right: Result) -> bool:
        """Whether both came to the same at every step."""
        return self.parted(left, right) is None

    def parted(self, left: Result, right: Result) -> int | None:
        """The first step that came to something else, of those that the suite looks at before the
        others; a number beyond all steps where the whole ended otherwise, None where nothing
        differs."""
        mine, others = outcomes_of(left), outcomes_of(right)
        if mine is None or others is None:
            return None if super().same(left, right) else 1 << 30
        steps = list(enumerate(zip(mine, others, strict=False)))
        for unseen in (self.unseen, frozenset[str]()):
            for at, (one, other) in steps:
                if not self._alike(one, other, unseen):
                    return at
        return None if len(mine) == len(others) else 1 << 30

    def _alike(self, one: Outcome, other: Outcome, unseen: frozenset[str]) -> bool:
        name, end, value = one
        if end != other[1]:
            return False
        if end == "raises":
            return bool(value == other[2])
        oracle = self.steps.get(name, self)
        return name in unseen or oracle.equal(oracle.seen(value), oracle.seen(other[2]))

    def imprecise(self, left: Result, right: Result) -> bool:
        """Whether the steps that differ do so in digits that floats do not hold."""
        loose = {name: replace(oracle, loose=True) for name, oracle in self.steps.items()}
        return replace(self, loose=True, steps=loose).same(left, right)


def raised_in(made: Sequence[Made]) -> frozenset[tuple[str, str]]:
    """(step, kind of error) of every error that a known program came to."""
    return frozenset(
        (name, str(value))
        for m in made
        for name, end, value in outcomes_of(m.result) or ()
        if end == "raises"
    )


def longest(known: Sequence[Args]) -> list[Args]:
    """Programs that are not the beginning of another one."""
    keys = {key_of(a): a for a in known}
    begun = {
        key_of((args[0], steps_of(args)[:n])) for args in known for n in range(len(steps_of(args)))
    }
    return [args for key, args in keys.items() if key not in begun]


def cut(args: Args, result: Result, steps: int) -> tuple[Args, Result]:
    """A program and what it came to, up to a number of steps."""
    outcomes = outcomes_of(result)
    shorter = (args[0], steps_of(args)[:steps], *args[2:])
    return shorter, result if outcomes is None else replace(result, value=outcomes[:steps])


__all__ = [
    "Place", "ProgramDomain", "ProgramOracle", "Step", "cut", "longest", "raised_in",
]  # fmt: skip
