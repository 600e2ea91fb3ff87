"""Chips of evidence, and whether one is of the kind a level needs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Annotated, Any, Final, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from workbench.model.base import Text, Value
from workbench.model.run import Run, Status, Verdict

EvidenceKind = Literal[
    "run", "failing_run", "passing_run", "two_readings", "repeat_runs", "line_comment", "text",
    "mutant", "counterexample",
]  # fmt: skip
"""What a level may need."""
_EDITED: Final = ".edited"
Runs = Callable[[str], Run | None]
"""The run of an id as it is kept, or None."""

_FAILS: Final = frozenset({
    Verdict.FAIL, Verdict.BUILD_ERROR, Verdict.TIMEOUT, Verdict.OUT_OF_MEMORY,
    Verdict.OUTPUT_LIMIT, Verdict.TAMPERED,
})  # fmt: skip
_WORDS: Final[dict[str, str]] = {
    "repeat_runs": "repeated runs",
    "text": "words",
    "mutant": "change no test notices",
}


def edited_name(given: str) -> str:
    """What a given suite is called once a reviewer changed it: a run on changed tests must never
    be taken for a run on the given ones, here or in any report."""
    return f"{given[:110]}{_EDITED}"


class KeptAsItWas(Value):
    """Why a reviewer holds on to evidence of something that changed since, and what there was
    then: one more change, and it has to be looked at again."""

    reason: Annotated[Text, Field(min_length=1, max_length=2000)]
    basis: dict[Text, Text] = Field(default_factory=dict)


class EvidenceRef(Value):
    """A chip on an axis: a run, two readings, a line comment, a mutant that no test notices, a
    counterexample, a text. `ref` is the id of a run, a comment or a mutant; `label` what the chip
    says; `text` carries evidence that is words, and what a mutant or a counterexample is, which
    outlives the assessment it came from. `basis` is what it was measured on
    (`workbench.model.basis`); a run and a comment carry that themselves."""

    kind: Literal[
        "run", "two_readings", "repeat_runs", "line_comment", "mutant", "counterexample", "text"
    ]
    ref: Text = ""
    label: Text = Field(default="", max_length=300)
    text: Text = ""
    basis: dict[Text, Text] = Field(default_factory=dict)
    kept: KeptAsItWas | None = None

    @model_serializer(mode="wrap")
    def _as_before(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """As reviews do it: what came later is not written while it is empty."""
        return without_empty(dump(self), "basis", "kept")


def without_empty(value: dict[str, Any], *names: str) -> dict[str, Any]:
    """Without those of the parts that hold nothing."""
    return {k: v for k, v in value.items() if k not in names or v}


def fails(run: Run) -> bool:
    """Whether the run shows that the solution does not pass: by its verdict, by a test that failed
    before the run broke off, or by a whole suite that the solution broke off. A machine that gave
    up shows nothing, nor do chosen tests that passed."""
    if run.verdict in _FAILS:
        return True
    if run.verdict is not Verdict.INCOMPLETE:
        return False
    statuses = {test.status for test in run.tests}
    cut_off = not run.selected and Status.NOT_RUN in statuses
    return cut_off or bool(statuses & {Status.FAILED, Status.ERRORED})


def lacking(
    needs: Iterable[EvidenceKind],
    chips: Collection[EvidenceRef],
    *,
    task_id: str,
    comments: Collection[str],
    runs: Runs,
    probes: Collection[str] = (),
) -> str:
    """What the chips lack so that one of them is of a kind in `needs`, in words; '' when one is,
    or nothing is needed. `comments` are the ids of the review's line comments, `probes` the names
    of its own suites."""
    wanted = tuple(dict.fromkeys(needs))
    if not wanted:
        return ""
    unfit = []
    for chip in chips:
        why = _unfit(chip, wanted, task_id, comments, runs, probes)
        if not why:
            return ""
        unfit.append(why)
    words = " or ".join(_words(need) for need in wanted)
    # What a run showed says more than that a chip is of another kind.
    told = sorted(dict.fromkeys(unfit), key=lambda why: not why.startswith("the attached"))
    return f"({words})" + "".join(f"; {why}" for why in told[:2])


def _unfit(
    chip: EvidenceRef,
    needs: tuple[EvidenceKind, ...],
    task_id: str,
    comments: Collection[str],
    runs: Runs,
    probes: Collection[str],
) -> str:
    """Why a chip is none of these kinds, or ''."""
    if chip.kind == "run" and {"run", "failing_run", "passing_run", "repeat_runs"} & set(needs):
        return _run_unfit(chip, needs, task_id, runs, probes)
    if chip.kind not in needs:
        return f"{_words(chip.kind)} alone is not enough"
    if chip.kind == "line_comment":
        return "" if chip.ref in comments else "the attached comment was removed"
    if chip.kind == "two_readings":
        readings = [line for line in chip.text.splitlines() if line.strip()]
        return "" if len(readings) > 1 else "the two readings stand on a line each"
    return "" if (chip.text or chip.ref or chip.label).strip() else "the attached chip is empty"


def _run_unfit(
    chip: EvidenceRef,
    needs: tuple[EvidenceKind, ...],
    task_id: str,
    runs: Runs,
    probes: Collection[str],
) -> str:
    run = runs(chip.ref)
    if run is None:
        return "the attached run is not kept any more: run it again"
    if run.task_id != task_id:
        return "the attached run is of another task"
    elsewhere = _not_given(run, probes)
    passes = "passing_run" in needs and run.verdict is Verdict.PASS
    fit = (
        "run" in needs
        or ("failing_run" in needs and fails(run))
        or (passes and not elsewhere)
        or ("repeat_runs" in needs and bool(run.earlier))
    )
    if fit:
        return ""
    if passes:
        return f"the attached run passed {elsewhere}, not the given tests"
    return f"the attached run ended as: {run.verdict.value.replace('_', ' ')}"


def _not_given(run: Run, probes: Collection[str]) -> str:
    """Which suite ran in the place of the given one, in words; '' when the given one ran. What
    passes other tests says nothing about what the given ones accept."""
    if run.suite.endswith(_EDITED):
        return "edited tests"
    return f"probe {run.suite}" if run.suite in probes else ""


def _words(kind: str) -> str:
    return _WORDS.get(kind, kind.replace("_", " "))
