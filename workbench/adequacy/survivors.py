"""Survivors in the order a reviewer should read them, at most one a line of source.

A survivor with a witness inside the stated domain is proof; one in a body nobody checks comes next,
then boundaries and conditions; changed texts say least. Among equals those that more tests reach
come first: the code was run, and nobody looked.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.model.assessment import MISSED, Fate, MutantResult, Witness

UNTRIED = "no input was tried"
"""how the reason begins that a survivor has no witness, where none could be looked for"""
_RANK = {
    "stub": 0,
    "boundary": 1,
    "negate": 2,
    "condition": 2,
    "return": 3,
    "logical": 3,
    "delete": 4,
    "arithmetic": 4,
    "jump": 4,
    "exception": 5,
    "optional": 5,
    "call": 5,
    "boolean": 6,
    "unary": 6,
    "integer": 6,
    "float": 6,
    "text": 9,
}


def ranking(mutants: Sequence[MutantResult], *, every: bool = False) -> list[MutantResult]:
    """Survivors and unreached mutants, ranked; one a line unless `every`."""
    missed = sorted((m for m in mutants if m.fate in MISSED), key=_key)
    if every:
        return missed
    seen: set[tuple[str, int]] = set()
    kept = []
    for mutant in missed:
        if (mutant.file, mutant.line) not in seen:
            seen.add((mutant.file, mutant.line))
            kept.append(mutant)
    return kept


def with_witness(mutant: MutantResult, found: Witness | str) -> MutantResult:
    """A survivor with its witness, or with why it has none."""
    if isinstance(found, str):
        return mutant.model_copy(update={"witness": None, "searched": found})
    return mutant.model_copy(update={"witness": found, "searched": ""})


def _key(mutant: MutantResult) -> tuple[object, ...]:
    witness = mutant.witness
    proof = 0 if witness and witness.inside else 1 if witness else 2
    return (
        proof,
        mutant.fate is Fate.NO_COVERAGE,
        _RANK.get(mutant.operator, 7),
        -len(mutant.covered_by),
        mutant.file,
        mutant.line,
        mutant.column,
        mutant.id,
    )
