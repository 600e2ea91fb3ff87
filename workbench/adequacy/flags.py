"""From measurements to what a reviewer should look at first, each with the evidence behind it.

High: the task cannot be used as it is, and a run shows it. Medium: evidence that needs a person's
judgement. Low: worth knowing. Nothing is flagged that no measurement supports.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.adequacy.flakes import by_zone, in_words
from workbench.adequacy.gates import LEFT_OUT
from workbench.adequacy.strength import score
from workbench.adequacy.survivors import UNTRIED, ranking
from workbench.languages.base import title
from workbench.languages.benign import WORDS
from workbench.model.assessment import (
    DETECTED,
    MISSED,
    Assessment,
    Counterexample,
    Fate,
    Flag,
    Gate,
    MutantResult,
    Severity,
    Split,
    SuspectAssertion,
)
from workbench.model.counting import many

_GATES: dict[str, tuple[str, Severity, str]] = {
    "reference_passes": ("tests_reject_valid", "high", "the reference does not pass"),
    "candidate": ("solution", "high", "the candidate's verdict is not what it should be"),
    "fails_steadily": ("reproducible", "high", "the candidate's verdict varies"),
    "skeleton_fails": ("tests_accept_wrong", "high", "the untouched skeleton passes"),
    "stub_fails": ("tests_accept_wrong", "high", "a solution that does nothing passes"),
    "constant_fails": ("tests_accept_wrong", "high", "a solution that returns a constant passes"),
    "hard_coded_fails": (
        *("tests_accept_wrong", "medium"),
        "a solution that only knows the prompt's examples passes",
    ),
    "right_variants_pass": ("tests_reject_valid", "high", "a right variant does not pass"),
    "wrong_variants_fail": ("tests_accept_wrong", "high", "a wrong variant passes"),
    "near_misses_fail": ("tests_accept_wrong", "medium", "tolerances are wide"),
    "examples_hold": ("solution", "high", "a solution breaks the prompt's own example"),
    "has_tests": ("tests_accept_wrong", "high", "there is nothing to run"),
    "nothing_skipped": ("tests_accept_wrong", "high", "tests are skipped"),
    "everything_runs": ("tests_accept_wrong", "high", "checks are written that never run"),
}
_ABOUT_RUNNING = ("has_tests", "nothing_skipped", "everything_runs")
_PASSED_ANYHOW = ": tampered, passed although every expected value was changed: "
"""how the judge words it"""
_ABOUT_RIGHT = ("reference_passes", "candidate", "right_variants_pass")
_WEAK, _VERY_WEAK = 0.8, 0.5
_TELLS = re.compile(r"(?:^|\W)(?:fmt|Error|String|toString|hashCode|__repr__|__str__|__hash__)$")
"""functions by which a language shows a value or files it away: written without being asked for"""
_SHOWN = 3
_ENOUGH = 8
"""mutants before their share says anything"""


def flags(found: Assessment) -> list[Flag]:
    """All flags, the gravest first."""
    raised = [*_of_gates(found.gates, found.unheard), *_of_tests(found.asleep, found.idle)]
    raised += _of_unchecked(found.unchecked)
    raised += _of_unheard(found.unheard)
    raised += _of_mutants(found.mutants)
    raised += _of_flakes(found)
    raised += [_of_example(example) for example in found.counterexamples]
    raised += [_of_split(split) for split in found.splits]
    raised += _of_suspects(found.suspects)
    order = {"high": 0, "medium": 1, "low": 2}
    return sorted(raised, key=lambda flag: order[flag.severity])


def _of_suspects(suspects: Sequence[SuspectAssertion]) -> list[Flag]:
    """One flag a kind of edit: a suite that pins the words of an error pins them in every test."""
    raised = []
    for edit in dict.fromkeys(suspect.edit for suspect in suspects):
        those = [suspect for suspect in suspects if suspect.edit == edit]
        tests = list(dict.fromkeys(suspect.test for suspect in those))
        who = f"{tests[0]} fails" if len(tests) == 1 else f"{len(tests)} tests fail"
        named = f": {', '.join(tests[:_SHOWN])}" if len(tests) > 1 else ""
        more = f" and {len(tests) - _SHOWN} more" if len(tests) > _SHOWN else ""
        raised.append(
            Flag(
                # Who fails for a delay fails on a busy machine.
                kind="reproducible" if edit == WORDS["late"] else "tests_reject_valid",
                severity="medium",
                message=f"{who} when {edit}{named}{more}",
                evidence=tuple(dict.fromkeys(map(_shown, those)))[:20],
            )
        )
    return raised


def _shown(suspect: SuspectAssertion) -> str:
    return f"{suspect.file}:{suspect.line}" if suspect.line else suspect.message


def _of_example(example: Counterexample) -> Flag:
    """High where it speaks against the other; an input that the prompt asks for and that accuses
    nobody wants a person's judgement."""
    severities: dict[bool | None, Severity] = {True: "high", None: "medium", False: "low"}
    return Flag(
        kind="solution", severity=severities[example.inside],
        message=f"{example.solution} differs from {example.other} on {example.input[:200]}",
        evidence=(f"{example.other} {example.expected[:200]}, "
                  f"{example.solution} {example.actual[:200]}", *filter(None, (example.why,))),
    )  # fmt: skip


def _of_split(split: Split) -> Flag:
    said = tuple(f"{', '.join(names)[:200]}: {answer[:200]}" for answer, names in split.answers)
    return Flag(
        kind="tests_accept_wrong", severity="low" if split.first_alone else "medium", evidence=said,
        message=f"solutions that pass the suite do not agree on {split.input[:200]}",
    )  # fmt: skip


def _of_gates(gates: Sequence[Gate], unheard: Sequence[str]) -> list[Flag]:
    raised = []
    # A run that is incomplete because tests never ran says nothing of right and wrong.
    idle = any(g.ok is False for g in gates if g.name in _ABOUT_RUNNING)
    for gate in gates:
        if idle and gate.name in _ABOUT_RIGHT and ": incomplete" in gate.detail:
            continue
        if gate.ok is False and gate.name in _GATES:
            kind, severity, message = _GATES[gate.name]
            if gate.name == "everything_runs" and gate.detail.startswith(LEFT_OUT):
                # Who asks for the feature has them run: whether anybody should, a person decides.
                severity, message = "medium", "tests are written that never run"
            if gate.name in _ABOUT_RIGHT and _blames_the_suite(gate.detail, unheard):
                kind, message = "tests_accept_wrong", "tests pass whatever they expect"
            raised.append(
                Flag(kind=kind, severity=severity, message=f"{message}: {gate.detail[:400]}",
                     evidence=gate.runs)
            )  # fmt: skip
    return raised


def _blames_the_suite(detail: str, unheard: Sequence[str]) -> bool:
    """Whether all that speaks against a solution is that tests passed with other expectations, and
    these tests have no check that anybody hears: then nobody tampered with anything."""
    _, said, names = detail.partition(_PASSED_ANYHOW)
    tests = [title(name) for name in names.split(", ")]
    return bool(said) and all(any(f" in {test} " in told for told in unheard) for test in tests)


def _of_tests(asleep: Sequence[str], idle: Sequence[str]) -> list[Flag]:
    raised = []
    if asleep:
        raised.append(
            Flag(kind="tests_accept_wrong", severity="high", evidence=tuple(asleep),
                 message=many(len(asleep), "test passes although all it reaches throws",
                              "tests pass although all they reach throws"))
        )  # fmt: skip
    if idle:
        raised.append(
            Flag(kind="tests_accept_wrong", severity="medium", evidence=tuple(idle),
                 message=many(len(idle), "test passes without reaching the solution",
                              "tests pass without reaching the solution"))
        )  # fmt: skip
    return raised


def _of_unchecked(unchecked: Sequence[str]) -> list[Flag]:
    if not unchecked:
        return []
    named = ", ".join(unchecked[:5])[:300]
    message = f"nothing is asserted in {len(unchecked)} of the tests: {named}"
    return [
        Flag(kind="tests_accept_wrong", severity="medium", evidence=tuple(unchecked),
             message=message)
    ]  # fmt: skip


def _of_unheard(unheard: Sequence[str]) -> list[Flag]:
    if not unheard:
        return []
    message = many(len(unheard), "check can fail nobody", "checks can fail nobody")
    return [
        Flag(kind="tests_accept_wrong", severity="medium", evidence=tuple(unheard),
             message=f"{message}: {'; '.join(unheard[:3])[:400]}")
    ]  # fmt: skip


def _of_mutants(mutants: Sequence[MutantResult]) -> list[Flag]:
    raised: list[Flag] = []
    share = score(mutants)
    counted = sum(m.fate in DETECTED or m.fate in MISSED for m in mutants)
    missed = [m for m in mutants if m.fate in MISSED]
    if share is not None and counted >= _ENOUGH and share < _WEAK:
        raised.append(
            Flag(
                kind="tests_accept_wrong",
                severity="medium" if share >= _VERY_WEAK else "high",
                message=f"{len(missed)} of {counted} mutants pass the suite",
                evidence=tuple(m.id for m in missed[:20]),
            )
        )
    raised += [
        Flag(
            kind="tests_accept_wrong",
            severity="medium",
            message=f"{_in_words(m)}{', which no test reaches' * (m.fate is Fate.NO_COVERAGE)}",
            evidence=(m.id, m.witness.input[:200]),
        )
        for m in mutants
        if m.fate in MISSED and m.witness and m.witness.inside
    ]
    untried = [
        m for m in ranking(mutants) if m.searched.startswith(UNTRIED) and m.operator != "text"
    ]
    if untried and not raised:
        # Whether an input shows one, nobody could try: a person has to read them.
        told = "; ".join(map(_in_words, untried[:_SHOWN]))
        count = many(len(untried), "change passes", "changes pass")
        raised.append(
            Flag(kind="tests_accept_wrong", severity="low",
                 evidence=tuple(m.id for m in untried[:20]),
                 message=f"{count} the suite that no input could be tried on: {told}")
        )  # fmt: skip
    stubs = [m for m in missed if m.operator == "stub"]
    showing = [m for m in stubs if m.fate is Fate.NO_COVERAGE and _TELLS.search(m.function)]
    raised += _of_bodies([m for m in stubs if m not in showing], "medium")
    raised += _of_bodies(showing, "low")
    return raised


def _of_bodies(stubs: Sequence[MutantResult], severity: Severity) -> list[Flag]:
    bodies = sorted({m.function or m.file for m in stubs})
    if not bodies:
        return []
    message = f"no test notices when a body is emptied: {', '.join(bodies[:5])}"
    return [Flag(kind="tests_accept_wrong", severity=severity, evidence=tuple(bodies),
                 message=message)]  # fmt: skip


def _in_words(mutant: MutantResult) -> str:
    place = f"{mutant.file}:{mutant.line}"
    return f"{place}: {_line(mutant.after)} passes in place of {_line(mutant.before)}"


def _line(code: str) -> str:
    return " ".join(code.split())[:80] or "nothing"


def _of_flakes(found: Assessment) -> list[Flag]:
    unsteady = [f for f in found.flakes if 0 < f.failures < f.runs]
    # No rerun has the zone, day and order of an ordinary run: who needs those fails in all of them.
    failed = {test for row in found.matrix if row.solution == found.solution for test in row.failed}
    known = any(row.solution == found.solution for row in found.matrix)
    bound = [f for f in found.flakes if known and f.failures == f.runs and f.id not in failed]
    return [
        Flag(kind="reproducible", severity="medium", evidence=(f.note[:200],) if f.note else (),
             message=f"{f.id} passes, and fails in all {f.runs} reruns with another time zone, "
                     "day, order and seed")
        for f in bound
    ] + [
        Flag(kind="reproducible", severity="medium" if by_zone(f) else "high",
             evidence=(f.note[:200],) if f.note else (),
             message=f"{f.id} fails in {in_words(f)}"
             + (", only where the time zone is another" if by_zone(f) else ""))
        for f in unsteady
    ]  # fmt: skip
