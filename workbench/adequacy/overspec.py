"""False negatives: tests that fail when right code differs in what the prompt leaves free.

All edits of one kind are made at once and the suite is run. If it still passes, the kind is clear.
If not, the edits are made one by one for the tests that died, so that each is traced to its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.adequacy.runs import Runs
from workbench.languages.benign import WORDS, Benign, Kind
from workbench.model.assessment import SuspectAssertion
from workbench.model.run import Run, Status, Verdict
from workbench.model.task import Solution

_MOST_TRACED = 12
KINDS: tuple[Kind, ...] = (
    *("wording", "error", "logging", "order", "free", "tuple", "float", "late", "ties", "json"),
)


def passing(runs: Runs, solution: Solution, unsteady: frozenset[str]) -> frozenset[str]:
    """The tests that pass on `solution`, but for those that are known to fail now and then: only
    they can be suspects. Raises Cancelled."""
    plain = runs.of(solution, "plain")
    return frozenset(
        t.id for t in (plain.tests if plain is not None else ())
        if t.status is Status.PASSED and t.id not in unsteady
    )  # fmt: skip


def suspects(
    runs: Runs,
    solution: Solution,
    edits: Sequence[Benign],
    passing: frozenset[str],
) -> Iterator[SuspectAssertion]:
    """Tests of `passing` that fail on `solution` benignly edited. `edits` are all of one kind. An
    edit that does not build or ends in a limit accuses nobody. Raises Cancelled."""
    if not edits:
        return
    kind = edits[0].kind
    died = _died(_run(runs, solution, edits, kind))
    died = {test: said for test, said in died.items() if test in passing}
    if not died:
        return
    for edit in edits[:_MOST_TRACED]:
        for test, message in _died(_run(runs, solution, [edit], kind)).items():
            if died.pop(test, None) is not None:
                yield _suspect(kind, edit, test, message)
    for test, message in died.items():
        yield _suspect(kind, edits[0], test, message)


def _suspect(kind: Kind, edit: Benign, test: str, message: str) -> SuspectAssertion:
    return SuspectAssertion(
        test=test, edit=WORDS[kind], file=edit.file, line=edit.line,
        message=message.strip()[:400],
    )  # fmt: skip


def _run(runs: Runs, solution: Solution, edits: Sequence[Benign], kind: Kind) -> Run | None:
    return runs.of(edited(solution, edits, f"benign-{kind}"), "plain")


def edited(solution: Solution, edits: Sequence[Benign], name: str) -> Solution:
    """The solution with all of them made, under another name."""
    data = {path: text.encode() for path, text in solution.files.items()}
    for edit in sorted(edits, key=lambda e: -e.start):
        text = data[edit.file]
        if edit.end > edit.start and text[edit.start : edit.end].decode() != edit.before:
            continue  # a nested return was edited already: the outer one stays
        data[edit.file] = text[: edit.start] + edit.after.encode() + text[edit.end :]
    files = {path: raw.decode() for path, raw in data.items()}
    return Solution(name=name, role="variant", files=files, expected="pass")


def _died(run: Run | None) -> dict[str, str]:
    if run is None or run.verdict is not Verdict.FAIL:
        return {}
    return {t.id: t.message for t in run.tests if t.status in (Status.FAILED, Status.ERRORED)}
