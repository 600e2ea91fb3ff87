"""What the search finds, as evidence: counterexamples, witnesses of survivors, a solution by heart.

Only between what a task brings: the candidate, its reference, its right variants. A reference can
be wrong, so where there are others that pass the suite they are asked whom they side with.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from workbench.adequacy.findings import Finding, told
from workbench.adequacy.jury import Jury
from workbench.adequacy.search import Ground, Lab, NotSearchable, search, survey, witness
from workbench.adequacy.trials import Bench
from workbench.languages.calls import Call, Result
from workbench.languages.mutation import Mutant
from workbench.languages.python_calls import literal
from workbench.languages.registry import calls
from workbench.languages.values import NotPlain, show
from workbench.model.assessment import Counterexample, Witness
from workbench.model.task import LanguageName, Solution, Task

_SEARCH_S = 20.0
_WITNESS_S = 3.0


@dataclass(frozen=True)
class Searching:
    """Searches on one task, against one solution that passes its suite."""

    task: Task
    bench: Bench
    ground: Ground
    grounds: dict[str, Ground] = field(default_factory=dict)
    """those of other entries, by name, once they are asked for"""

    @classmethod
    def open(cls, task: Task, bench: Bench, trusted: Solution) -> Searching:
        """Raises NotSearchable: no calls in this language yet, or none that could be recorded."""
        speaker = calls(task.language)
        if speaker is None:
            raise NotSearchable(f"functions of {task.language} cannot be called with values yet")
        lab = Lab(bench.sandbox, bench.speaker, speaker, bench.tools, bench.limits, bench.suite,
                  task.prompt, bench.cancel)  # fmt: skip
        entry = next(iter(task.entry_points), "")
        return cls(task, bench, survey(lab, trusted, bench.tests, entry=entry))

    def counterexamples(
        self, others: Sequence[Solution], jury: Jury, *, until: float
    ) -> Iterator[Counterexample]:
        """At most one for each of `others`, until `time.monotonic()` is `until`."""
        for other in others:
            left = min(_SEARCH_S, until - time.monotonic())
            if left < 1:
                return
            try:
                for finding in search(self.ground, other, budget_s=left, jury=jury):
                    yield self._counterexample(other, finding)
            except NotSearchable:
                continue  # it does not load: its run says so already

    def witnesses(
        self, solution: Solution, survivors: Sequence[Mutant], *, until: float
    ) -> Iterator[tuple[Mutant, Witness]]:
        """Those that were found, until `time.monotonic()` is `until`."""
        for mutant in survivors:
            left = min(_WITNESS_S, until - time.monotonic())
            if left < 0.5:
                return
            try:
                ground = self._at(mutant.function)
                finding = witness(ground, mutant.applied(solution), budget_s=left)
            except NotSearchable:
                continue  # an edit that ends the loading: no call shows a difference
            if finding is not None:
                yield mutant, self._witness(finding)

    def _at(self, function: str) -> Ground:
        """Where calls of a function are searched: its own ground where the suite calls it, else
        that of the entry that stands for the task."""
        name = re.split(r"::|\.", function)[-1]
        if name == self.ground.entry.name:
            return self.ground
        if name not in self.grounds:
            lab, trusted, found = self.ground.lab, self.ground.trusted, self.ground
            if name in {e.name for e in lab.calls.entries(trusted, lab.suite)}:
                with suppress(NotSearchable):
                    found = survey(lab, trusted, self.bench.tests, entry=name)
            self.grounds[name] = found
        return self.grounds[name]

    def examples_only(self) -> Solution | None:
        """A solution that knows the prompt's examples by heart and nothing else. None: the prompt
        shows no call, or the language has no way yet."""
        entry, trusted = self.ground.entry, self.ground.trusted
        if self.task.language is not LanguageName.PYTHON:
            return None
        shown = [c for c in self.ground.lab.calls.examples(self.task.prompt, entry.name)
                 if not c.kwargs]  # fmt: skip
        answers = self.ground.answers([c.args for c in shown])
        try:
            rows = [
                f"    if args == ({', '.join(map(literal, c.args))},):\n"
                f"        return {literal(a.value)}\n"
                for c, a in zip(shown, answers, strict=True)
                if a is not None and a.end == "returned"
            ]
        except NotPlain:
            return None
        path = next((p for p, text in trusted.files.items() if f"def {entry.name}(" in text), None)
        if not rows or path is None:
            return None
        text = f"\n\ndef {entry.name}(*args):\n{''.join(rows)}    return None\n"
        files = {**trusted.files, path: trusted.files[path].rstrip() + text}
        return Solution(name="examples-only", role="variant", files=files, expected="fail")

    def _counterexample(self, other: Solution, finding: Finding) -> Counterexample:
        return Counterexample(
            solution=other.name, other=self.ground.trusted.name,
            input=f"{finding.entry.name}({', '.join(show(a, 400) for a in finding.args)})",
            expected=told(finding.expected), actual=told(finding.got),
            inside=finding.stands, why=finding.where,
            probe=self._probe(finding, finding.expected),
        )  # fmt: skip

    def _witness(self, finding: Finding) -> Witness:
        return Witness(
            input=f"{finding.entry.name}({', '.join(show(a, 400) for a in finding.args)})",
            original=told(finding.expected), mutated=told(finding.got), inside=finding.inside,
            probe=self._probe(finding, finding.expected),
        )  # fmt: skip

    def _probe(self, finding: Finding, result: Result) -> str:
        """The text of a test that holds when the call gives `result`; empty when its values cannot
        be written down."""
        lab, view = self.ground.lab, self._at(finding.entry.name).oracle.view
        try:
            suite = lab.calls.probe(lab.suite, finding.entry, Call(finding.args), result, view)
        except NotPlain:
            return ""
        return next(iter(suite.files.values()))
