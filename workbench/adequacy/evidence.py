"""What the search finds, as evidence: counterexamples, and witnesses of survivors.

Only between what a task brings: the candidate, its reference, its right variants. A reference can
be wrong, so where there are others that pass the suite they are asked whom they side with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workbench.adequacy.findings import Finding, called_with, told
from workbench.adequacy.jury import Jury
from workbench.adequacy.program_ground import ProgramGround
from workbench.adequacy.search import Ground, Lab, NotSearchable, attempt, search, survey
from workbench.adequacy.survivors import UNTRIED
from workbench.adequacy.trials import Bench
from workbench.languages.calls import Result
from workbench.languages.mutation import Mutant
from workbench.languages.registry import calls
from workbench.languages.values import NotPlain
from workbench.model.assessment import Counterexample, Witness
from workbench.model.task import Solution, Task

_SEARCH_S = 20.0
_WITNESS_S = 3.0
_MORE_ENTRIES = 3
"""functions beside the first that are searched as well"""


def lab_of(task: Task, bench: Bench) -> Lab:
    """Where functions of a task's solutions are called. Raises NotSearchable."""
    speaker = calls(task.language)
    if speaker is None:
        raise NotSearchable(f"functions of {task.language} cannot be called with values yet")
    return Lab(bench.sandbox, bench.speaker, speaker, bench.tools, bench.limits, bench.suite,
               task.prompt, bench.cancel)  # fmt: skip


@dataclass(frozen=True)
class Searching:
    """Searches on one task, against one solution that passes its suite."""

    task: Task
    bench: Bench
    ground: Ground
    grounds: dict[str, Ground | None] = field(default_factory=dict)
    """those of other functions, by name, once they are asked for"""

    @classmethod
    def open(cls, task: Task, bench: Bench, trusted: Solution) -> Searching:
        """Raises NotSearchable: no calls in this language yet, or none that could be recorded."""
        lab = lab_of(task, bench)
        entry = next(iter(task.entry_points), "")
        vouched = task.vouches_for(trusted)
        return cls(task, bench, survey(lab, trusted, bench.tests, entry=entry, vouched=vouched))

    def counterexamples(
        self, others: Sequence[Solution], jury: Jury
    ) -> Iterator[tuple[Solution, Counterexample | None]]:
        """One for each of `others`, or None where none was found. Raises Cancelled."""
        juries = {self.ground.entry.name: jury}
        for other in others:
            best: tuple[Ground, Finding] | None = None
            for ground in self._grounds():
                name = ground.entry.name
                if name not in juries:
                    juries[name] = jury.on(ground)
                try:
                    found = list(search(ground, other, budget_s=_SEARCH_S, jury=juries[name]))
                except NotSearchable:
                    break  # it does not load: its run says so already
                for finding in found:
                    if best is None or finding.rank < best[1].rank:
                        best = ground, finding
                if best is not None and best[1].stands:
                    break
            yield other, self._counterexample(*best, other) if best is not None else None

    def _grounds(self) -> Iterator[Ground]:
        """The one there is, then those of other functions the suite calls."""
        yield self.ground
        lab = self.ground.lab
        entries = lab.calls.entries(self.ground.trusted, lab.suite)
        names = [e.name for e in entries if e.name != self.ground.entry.name]
        for name in names[:_MORE_ENTRIES]:
            ground = self._of(name)
            if ground is not None:
                yield ground

    def _of(self, name: str) -> Ground | None:
        """The ground of another function, or None where no call of it could be recorded."""
        if name not in self.grounds:
            try:
                made = survey(
                    self.ground.lab, self.ground.trusted, self.bench.tests, entry=name,
                    vouched=self.ground.vouched,
                )  # fmt: skip
            except NotSearchable:
                self.grounds[name] = None
            else:
                # A survey takes the nearest entry it finds; another one is none of this name.
                self.grounds[name] = made if made.entry.name == name else None
        return self.grounds[name]

    def witnesses(
        self, solution: Solution, survivors: Sequence[Mutant]
    ) -> Iterator[tuple[Mutant, Witness | str]]:
        """One after the other; where none was found, why. Raises Cancelled."""
        for mutant in survivors:
            ground = self._at(mutant.function)
            try:
                finding, asked = attempt(ground, mutant.applied(solution), budget_s=_WITNESS_S)
            except NotSearchable as error:
                yield mutant, f"{UNTRIED}: with the change it does not load ({error})"
                continue
            if finding is None:
                yield mutant, _in_vain(ground, mutant.function, asked)
            else:
                yield mutant, self._witness(ground, finding)

    def _at(self, function: str) -> Ground:
        """Where calls of a function are searched: its own ground where the suite calls it, else
        that of the entry that stands for the task."""
        names, lab = [function, *re.split(r"::|\.", function)[::-1]], self.ground.lab
        called = {e.name for e in lab.calls.entries(self.ground.trusted, lab.suite)}
        for name in names:  # a method's own class, where there is no function of its name
            if name == self.ground.entry.name:
                return self.ground
            ground = self._of(name) if name in called else None
            if ground is not None:
                return ground
        return self.ground

    def _counterexample(self, ground: Ground, finding: Finding, other: Solution) -> Counterexample:
        return Counterexample(
            solution=other.name, other=finding.by or ground.trusted.name,
            input=called_with(finding.entry, finding.args),
            expected=told(finding.expected, finding.entry), actual=told(finding.got, finding.entry),
            inside=self._weight(finding, other),
            why=finding.where,
            probe=self._probe(ground, finding, finding.expected),
        )  # fmt: skip

    def _weight(self, finding: Finding, other: Solution) -> bool | None:
        """Whoever wrote a right variant down answers for it as for the reference: where they differ
        on an input unlike all known ones, the prompt may leave it open."""
        recorded = other.role == "variant" and other.expected == "pass"
        if recorded and not finding.ordinary and not self.ground.vouched and finding.inside:
            return None
        return True if finding.stands else None if finding.inside else False

    def _witness(self, ground: Ground, finding: Finding) -> Witness:
        return Witness(
            input=called_with(finding.entry, finding.args),
            original=told(finding.expected, finding.entry),
            mutated=told(finding.got, finding.entry), inside=finding.inside,
            probe=self._probe(ground, finding, finding.expected),
        )  # fmt: skip

    @staticmethod
    def _probe(ground: Ground, finding: Finding, result: Result) -> str:
        """The text of a test that holds when the call gives `result`; empty when its values cannot
        be written down."""
        lab = ground.lab
        try:
            suite = lab.calls.probe(
                lab.suite,
                finding.entry,
                finding.entry.call(finding.args),
                result,
                ground.view_of(finding),
            )
        except NotPlain:
            return ""
        return next(iter(suite.files.values()))


def _in_vain(ground: Ground, function: str, asked: int) -> str:
    """What was tried of a change that no input shows."""
    name = ground.entry.name
    word = "program" if isinstance(ground, ProgramGround) else "call"
    word += "s" * (asked != 1)
    what = f"{word} with a {name}" if isinstance(ground, ProgramGround) else f"{word} of {name}"
    tried = f"no input shows it: {asked:,} {what} came to the same with the change"
    parts = re.split(r"::|\.", function)
    if not function or name in parts:
        return tried
    return f"{tried}; no test calls {parts[-1]} itself with plain values"
