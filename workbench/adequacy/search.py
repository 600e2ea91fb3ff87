"""Counterexample search: an input on which two solutions differ.

    corpus  inputs recorded from the suite's calls and the prompt's examples, and what is made of them
    oracle  what the first solution does with each, computed once and kept
    search  what the second does; a difference is made again alone, minimised, and judged: does the
            input lie inside the stated domain, and if not, what speaks against it

Each solution runs in sandboxes of its own and never sees the other's results. Everything follows
from a seed; the budget in seconds only decides where it stops.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from workbench.adequacy.domain import Domain, Doubt
from workbench.adequacy.inputs import Args, Ingredients, Maker
from workbench.adequacy.minimise import minimise
from workbench.adequacy.oracle import Oracle
from workbench.adequacy.shapes import Shape, shapes_of
from workbench.errors import Cancelled
from workbench.languages.base import Inventory, Language
from workbench.languages.calls import (
    FUEL,
    Call,
    Calls,
    Entry,
    Made,
    Result,
    View,
    parse_calls,
)
from workbench.languages.values import Value, key_of, show, size_of
from workbench.model.task import Limits, Solution, Suite
from workbench.sandboxes.base import Cancel, Event, Job, Outcome, Sandbox
from workbench.toolchains.base import Toolbox

CORPUS = 1_500
"""inputs a search begins with"""
_JOB_WALL_S = 12.0
_CONFIRMED = 12
"""differences that are made again and minimised, at most, of one search"""


class NotSearchable(Exception):
    """Why nothing can be searched: no entry, no known call, a solution that does not load."""


@dataclass(frozen=True)
class Lab:
    """Where searches of one task run, and what they know of it."""

    sandbox: Sandbox
    speaker: Language
    calls: Calls
    tools: Toolbox
    limits: Limits
    suite: Suite
    prompt: str = ""
    cancel: Cancel = field(default_factory=Cancel)
    built: dict[str, bytes] = field(default_factory=dict)
    """artefacts of solutions, by what was built"""

    def run(
        self, solution: Solution, entry: Entry, args: Sequence[Args], *, fuel: int = FUEL,
        wall_s: float = _JOB_WALL_S, call_wall_s: float = 1.0,
    ) -> list[Result | None]:  # fmt: skip
        """What `solution` does with each of `args`; None for those the job did not get to.
        Raises NotSearchable when the solution cannot be loaded."""
        nonce = secrets.token_hex(16)
        ready = self.calls.callable(solution, self.suite, entry)
        job = self.calls.call_job(
            ready, self.suite, self.tools, self.limits, entry, [Call(a) for a in args],
            nonce=nonce, fuel=fuel, call_wall_s=call_wall_s, artefact=self._built(ready),
        )  # fmt: skip
        limits = replace(job.limits, wall_s=wall_s, results_bytes=48 << 20)
        outcome = self._contain(replace(job, limits=limits))
        report = parse_calls(outcome.results, nonce)
        if report.error and not report.results:
            raise NotSearchable(report.error)
        found: list[Result | None] = [None] * len(args)
        for result in report.results:
            if 0 <= result.index < len(found):
                found[result.index] = result
        return found

    def record(self, solution: Solution, inventory: Inventory, entries: Sequence[Entry]) -> list[Made]:
        """The calls the suite makes into a solution."""
        nonce = secrets.token_hex(16)
        ready = self.calls.recordable(solution, self.suite, entries)
        job = self.calls.record_job(
            ready, self.suite, inventory, self.tools, self.limits, entries,
            nonce=nonce, artefact=self._built(ready),
        )  # fmt: skip
        return list(parse_calls(self._contain(job).results, nonce).made)

    def _built(self, ready: Solution) -> bytes:
        """The artefact of a solution, built once for all its jobs."""
        if ready.digest not in self.built:
            tests = self.speaker.inventory(self.suite, ready)
            job = self.speaker.build_job(ready, self.suite, tests, self.tools, self.limits)
            if job is None:
                self.built[ready.digest] = b""
            else:
                made = self.speaker.parse_build(self._contain(job))
                if not made.ok:
                    raise NotSearchable(f"it does not build: {made.output[-300:]}")
                self.built[ready.digest] = made.artefact
        return self.built[ready.digest]

    def _contain(self, job: Job) -> Outcome:
        if self.cancel.is_set():
            raise Cancelled("cancelled")
        outcome = self.sandbox.run(job, self.cancel)
        if Event.CANCELLED in outcome.events:
            raise Cancelled("cancelled")
        return outcome


@dataclass(frozen=True)
class Finding:
    """An input on which two solutions differ. `doubts` is empty when it lies inside the stated
    domain; `words` says so, or what speaks against it."""

    entry: Entry
    args: Args
    expected: Result
    got: Result
    doubts: tuple[Doubt, ...] = ()

    @property
    def inside(self) -> bool:
        """Whether the input lies inside the stated domain."""
        return not self.doubts

    @property
    def words(self) -> str:
        """The finding as a person reads it."""
        where = "inside the stated domain" if self.inside else (
            "outside the stated domain: " + "; ".join(d.words for d in self.doubts)
        )  # fmt: skip
        shown = ", ".join(show(a, 200) for a in self.args)
        return (
            f"{self.entry.name}({shown}): {told(self.expected)}, the other "
            f"{told(self.got)} ({where})"
        )


def told(result: Result) -> str:
    """What a call did, in words."""
    if result.end == "returned":
        return f"gives {show(result.value, 200)}"
    if result.end == "raised":
        return f"raises {result.error}: {result.message}"[:200].rstrip(": ")
    return f"ends in {result.end}"


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
    corpus: list[Args]
    results: dict[str, Result] = field(default_factory=dict)
    result_shape: Shape = field(default_factory=Shape)
    raised: frozenset[str] = frozenset()

    def answers(self, args: Sequence[Args], wall_s: float = _JOB_WALL_S) -> list[Result | None]:
        """What the trusted solution does, from what is kept where it is."""
        keys = [key_of(a) for a in args]
        missing = [a for a, k in zip(args, keys, strict=True) if k not in self.results]
        if missing:
            fresh = self.lab.run(self.trusted, self.entry, missing, wall_s=wall_s)
            for a, result in zip(missing, fresh, strict=True):
                if result is not None:
                    self.results[key_of(a)] = result
        return [self.results.get(k) for k in keys]

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
) -> Ground:
    """Everything a search against `trusted` begins with. `entry` names the function; else the one
    the suite calls. `others`: solutions whose constants go into the inputs. Raises NotSearchable."""
    entries = lab.calls.entries(trusted, lab.suite)
    if entry:
        entries = tuple(e for e in entries if e.name == entry) or entries
    if not entries:
        raise NotSearchable("the suite calls no function of the solution by name")
    made = lab.record(trusted, inventory, entries)
    chosen = next((e for e in entries if any(m.entry == e.name for m in made)), entries[0])
    made = [m for m in made if m.entry == chosen.name and not m.call.kwargs]
    examples = [c.args for c in lab.calls.examples(lab.prompt, chosen.name) if not c.kwargs]
    known = list({key_of(a): a for a in [*(m.call.args for m in made), *examples]}.values())
    if not known:
        raise NotSearchable(f"no call of {chosen.name} with plain values is known")
    shapes = shapes_of(known, [p.annotation for p in chosen.parameters])
    views = lab.calls.views(lab.suite, chosen.name)
    texts = [text for s in (trusted, *others) for text in s.files.values()]
    constants = [c for text in texts for c in lab.calls.constants(text)]
    maker = Maker(known, shapes, Ingredients.of(constants), seed)
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
        corpus=[*known, *maker.inputs(most)],
        result_shape=shape,
        raised=frozenset(m.result.error for m in made if m.result.end == "raised"),
    )


def search(
    ground: Ground, other: Solution, *, budget_s: float = 20.0, outside: bool = True
) -> Iterator[Finding]:
    """Differences between the ground's solution and `other`, those inside the domain as soon as
    they are found, then one that is outside if there is no other. Raises NotSearchable when `other`
    does not load."""
    started = time.monotonic()

    def left() -> float:
        return budget_s - (time.monotonic() - started)

    best: Finding | None = None
    confirmed = 0
    for corpus in _rounds(ground, other):
        if left() < 0.5:
            break
        trusted = ground.answers(corpus, wall_s=min(_JOB_WALL_S, max(left(), 1.0)))
        asked = [a for a, r in zip(corpus, trusted, strict=True) if r is not None]
        results = ground.lab.run(
            other, ground.entry, asked, wall_s=min(_JOB_WALL_S, max(left() * 0.7, 1.0))
        )
        differing = list(_differences(ground, asked, results))
        differing.sort(key=lambda f: (len(f.doubts), size_of(f.args)))
        for finding in differing:
            if confirmed >= _CONFIRMED or left() < 0.5:
                break
            if best is not None and len(best.doubts) <= len(finding.doubts):
                break
            confirmed += 1
            again = confirm(ground, other, finding)
            if again is None:
                continue
            small = minimise_finding(ground, other, again, left() * 0.5)
            if small.inside:
                yield small
                return
            if best is None or len(small.doubts) < len(best.doubts):
                best = small
    if best is not None and outside:
        yield best


def _rounds(ground: Ground, other: Solution) -> Iterator[list[Args]]:
    """The shared corpus, then one that knows the other solution's constants."""
    yield ground.corpus
    calls = ground.lab.calls
    constants = [
        c
        for s in (ground.trusted, other)
        for text in s.files.values()
        for c in calls.constants(text)
    ]
    maker = Maker(ground.known, ground.domain.shapes, Ingredients.of(constants), ground.seed + 1)
    yield list(maker.inputs(CORPUS))


def _differences(
    ground: Ground, asked: Sequence[Args], results: Sequence[Result | None]
) -> Iterator[Finding]:
    for args, got in zip(asked, results, strict=True):
        expected = ground.results[key_of(args)]
        if got is not None and not ground.oracle.same(expected, got):
            yield judged(ground, Finding(ground.entry, args, expected, got))


def judged(ground: Ground, finding: Finding) -> Finding:
    """The finding with everything that speaks against its input."""
    doubts = list(ground.domain.doubts(finding.args))
    expected, got = finding.expected, finding.got
    if not ground.oracle.asked:
        doubts.append(Doubt("not-compared", "no test compares results with expected ones"))
    if expected.end == "raised" and expected.error not in ground.raised:
        doubts.append(Doubt("raises", "the first solution raises, which no test asks for"))
    if expected.end not in ("raised", "returned"):
        doubts.append(Doubt("endless", f"the first solution ends in {expected.end}"))
    if got.end in ("timeout", "memory", "crashed"):
        doubts.append(Doubt("resources", f"the other ends in {got.end}, which machines differ in"))
    if got.end == "fuel":
        doubts.append(Doubt("steps", "the other takes too many steps"))
    if got.end == "raised" and got.error == "RecursionError":
        doubts.append(Doubt("recursion", "the other recurses too deep"))
    if expected.end == "returned":
        doubts += ground.answer_doubts(expected.value)
    return replace(finding, doubts=tuple(doubts))


def confirm(ground: Ground, other: Solution, finding: Finding) -> Finding | None:
    """The same call alone, in fresh sandboxes; None when the difference does not come again."""
    lab, args = ground.lab, [finding.args]
    expected = lab.run(ground.trusted, ground.entry, args)[0]
    got = lab.run(other, ground.entry, args)[0]
    if expected is None or got is None or ground.oracle.same(expected, got):
        return None
    return judged(ground, Finding(ground.entry, finding.args, expected, got))


def minimise_finding(
    ground: Ground, other: Solution, finding: Finding, budget_s: float
) -> Finding:
    """The smallest input found on which they still differ and which is no more in doubt."""

    def trial(batch: Sequence[Args]) -> list[Finding | None]:
        expected = ground.answers(batch)
        got = ground.lab.run(other, ground.entry, batch)
        found: list[Finding | None] = []
        for args, e, g in zip(batch, expected, got, strict=True):
            if e is None or g is None or ground.oracle.same(e, g):
                found.append(None)
                continue
            made = judged(ground, Finding(ground.entry, args, e, g))
            known = {d.code for d in finding.doubts}
            kept = {d.code for d in made.doubts} <= known
            found.append(made if kept else None)
        return found

    return minimise(finding, trial, budget_s)

