"""One number that ranks suites by how hard it is for wrong code to pass, and what it is made of."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.model.assessment import DETECTED, MISSED, Assessment, Gate, MutantResult, Split

_FATAL = ("has_tests", "stub_fails", "constant_fails", "skeleton_fails", "wrong_variants_fail")
_DIVIDED, _ALONE = 0.5, 0.8


def score(mutants: Sequence[MutantResult]) -> float | None:
    """Detected of those that count; None without any."""
    detected = sum(m.fate in DETECTED for m in mutants)
    missed = sum(m.fate in MISSED for m in mutants)
    return detected / (detected + missed) if detected + missed else None


def strength_of(found: Assessment) -> float | None:
    """Of an assessment as far as it is. None until every mutant is tried: those that came first
    speak for no others. 0 where no test fails though all they reach throws: none can notice."""
    if "mutants" not in found.done:
        return None
    if not found.mutants and found.asleep:
        return 0.0
    return strength(found.gates, found.mutants, found.splits)


def strength(
    gates: Sequence[Gate], mutants: Sequence[MutantResult], splits: Sequence[Split] = ()
) -> float | None:
    """0 to 1, higher: wrong code has a harder time. The share of mutants the suite detects,
    smoothed as few mutants say little; halved for every broken gate that lets wrong code pass, and
    where solutions that pass do not agree: one of them at least is wrong. Where only the reference
    stands against all others a fifth is taken away: it may be what is wrong. None when nothing was
    measured."""
    found = score(mutants)
    if found is None:
        return None
    detected = sum(m.fate in DETECTED for m in mutants)
    missed = sum(m.fate in MISSED for m in mutants)
    value = (detected + 1) / (detected + missed + 2)
    broken = sum(g.ok is False for g in gates if g.name in _FATAL)
    divided = 1.0
    if splits:
        divided = _ALONE if all(s.first_alone for s in splits) else _DIVIDED
    return round(value * divided * 0.5**broken, 4)
