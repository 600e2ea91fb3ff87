"""Tasks whose defects are known, as a report on a data set is made of them.

`humaneval`, `mbpp`: suites that EvalPlus's labels call weak, or not. The trusted solution is the
candidate, and solutions by models that pass stand beside it as variants nobody vouches for; with
`alone` they do not. `demo`: the demo workspace with its planted defects, in six languages; it was
made together with the program.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.labels_data import SETS, STRONG, WEAK, Labelled, labelled
from workbench.model.task import Solution, Task
from workbench.store.demo import Defect, demo_folders, pack, truth

NAMES = (*SETS, "demo")
_SUITE, _RIGHT, _SOLUTION = "tests_accept_wrong", "tests_reject_valid", "solution"
# A solution that passes and is wrong says that the suite is weak.
_WEAK = frozenset({_SUITE, _SOLUTION})
# Which flag brings a planted defect to light. An ambiguous prompt shows where two readings, both
# recorded as right, come out differently.
SHOWS: dict[Defect, frozenset[str]] = {
    Defect.NONE: frozenset(),
    Defect.ACCEPTS_WRONG: frozenset({_SUITE}),
    Defect.REJECTS_VALID: frozenset({_RIGHT}),
    Defect.WRONG_SOLUTION: frozenset({_SOLUTION, _SUITE, _RIGHT}),
    Defect.AMBIGUOUS_PROMPT: frozenset({_RIGHT, _SOLUTION}),
    Defect.NEVER_RUN: frozenset({_SUITE}),
    Defect.ASSERTS_NOTHING: frozenset({_SUITE}),
    Defect.FLAKY: frozenset({"reproducible"}),
    Defect.SKIPPED: frozenset({_SUITE}),
    Defect.EXACT_MESSAGE: frozenset({_RIGHT}),
}


class Known(NamedTuple):
    """A task, and the kinds of flags that would bring its defect to light: none where it is
    sound."""

    task: Task
    shown_by: frozenset[str]


class Chosen(NamedTuple):
    """Part of a set."""

    name: str
    every: int = 1
    offset: int = 0
    alone: bool = False

    @property
    def key(self) -> str:
        """What it is kept under."""
        return f"{self.name}-alone" if self.alone else self.name

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of flags of which its truth says whether they are right."""
        return frozenset().union(*SHOWS.values()) if self.name == "demo" else _WEAK

    @property
    def command(self) -> str:
        """What measures it again."""
        words = f"python -m benchmarks.report_findings --set {self.name}"
        words += f" --every {self.every}" if self.every > 1 else ""
        words += f" --offset {self.offset}" if self.offset else ""
        return words + (" --alone" if self.alone else "")

    def words(self, known: int, defects: int) -> str:
        """What it is, for whoever reads the report."""
        if self.name == "demo":
            return (f"the demo tasks, {known} in six languages, {defects} with a planted defect "
                    "(made together with this program; a kind of flag is right where it names what "
                    "was planted)")  # fmt: skip
        title = {"humaneval": "HumanEval", "mbpp": "MBPP"}[self.name]
        part = f", one in {self.every}" if self.every > 1 else ""
        beside = ("the candidate alone" if self.alone
                  else "solutions by models that pass stand beside the candidate")  # fmt: skip
        return (f"{title}, Python{part}: {known} suites, {defects} of them weak by EvalPlus's "
                f"labels; {beside}")  # fmt: skip

    def tasks(self, data: Path) -> list[Known]:
        """With their truth, which no task holds."""
        found = list(_demo() if self.name == "demo" else _labelled(data, self))
        return found[self.offset :: self.every]


def _demo() -> Iterator[Known]:
    for folder in demo_folders():
        yield Known(pack(folder), SHOWS[truth(folder).defect])


def _labelled(data: Path, chosen: Chosen) -> Iterator[Known]:
    for given in labelled(data, chosen.name):
        if given.suite in (WEAK, STRONG):
            shown_by = _WEAK if given.suite == WEAK else frozenset[str]()
            yield Known(made(given, alone=chosen.alone), shown_by)


def made(given: Labelled, *, alone: bool = False) -> Task:
    """The task as it is assessed: what is trusted, and what models wrote, without their labels."""
    task = given.task
    trusted = task.solution("reference") or task.candidate
    (path,) = trusted.files
    # Models write the same code again and again.
    codes = {ast.dump(ast.parse(row["solution"])): row["solution"] for row in given.rows}
    codes.pop(ast.dump(ast.parse(trusted.files[path])), None)
    candidate = Solution(name="candidate", role="candidate", files=trusted.files)
    stubs = [s for s in task.solutions if s.role == "stub"]
    others = [
        Solution(name=f"model-{n}", role="variant", files={path: code})
        for n, code in enumerate(() if alone else codes.values())
    ]
    return task.model_copy(update={"solutions": (candidate, *stubs, *others)})
