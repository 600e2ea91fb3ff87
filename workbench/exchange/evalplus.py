"""EvalPlus (HumanEval+, MBPP+): inputs, and a reference that says what is right.

A record holds inputs and no results, so the suite carries the reference, as a text inside the test
file: a module of its own could be imported by the code under test. Equality is EvalPlus's own:
exact, numbers within `atol`, sets for the tasks whose order it leaves free.

The data set's solution was corrected and is what its suite compares with, so the task vouches for
it: with the contract where there is one, which then is a reference beside the candidate.
"""

from __future__ import annotations

import ast
import warnings
from typing import Any

from workbench.exchange.base import Fields, Refused, fenced, safe_id
from workbench.exchange.literals import literal, table
from workbench.exchange.pasted import joined
from workbench.exchange.python_names import top_level_names
from workbench.model.task import (
    Framework,
    LanguageName,
    Limits,
    Provenance,
    Solution,
    Suite,
    Task,
)

_UNORDERED = {
    "Diff", "common_in_nested_lists", "extract_singly", "find_char_long", "find_dissimilar",
    "intersection_array", "larg_nnum", "similar_elements",
}  # fmt: skip
_NOT_NONE = {"check_str", "text_match_three", "text_starta_endb"}
_ANYTHING = {"are_equivalent", "sum_div"}
_LIMITS = Limits(wall_s=60)
_NEAR = '''

def near(expected):
    """What EvalPlus takes for equal: exact, and numbers within its tolerance."""
    floats = isinstance(expected, float) or (
        isinstance(expected, (list, tuple))
        and len(expected) > 0
        and all(isinstance(item, float) for item in expected)
    )
    if ATOL or floats:
        return pytest.approx(expected, rel=1e-7, abs=ATOL or 1e-6)
    return expected
'''


def task(record: Fields) -> Task:
    """A record of HumanEval+ or MBPP+; `task_id` tells which."""
    source_id = record.text("task_id")
    name, _, number = source_id.partition("/")
    if name not in ("HumanEval", "Mbpp") or not number:
        raise Refused(f"task_id {source_id[:80]!r} must be HumanEval/N or Mbpp/N")
    prompt, entry = record.text("prompt"), record.text("entry_point")
    body = record.text_or("canonical_solution") or record.text("reference")
    code = joined(prompt, body)
    if entry not in top_level_names(code):
        raise Refused(f"the solution defines no {entry[:80]!r}, its entry_point")
    if entry in _ANYTHING:
        raise Refused(
            f"EvalPlus takes any answer of {entry} for right, so its suite judges nothing"
        )
    contract = record.text_or("contract")
    guarded = joined(prompt, contract, body) if contract.strip() else code
    reference = guarded if _parses(guarded) else code
    inputs = {key: _inputs(record, f"{key}_input") for key in ("base", "plus")}
    if not any(inputs.values()):
        raise Refused("base_input and plus_input are empty")
    test = _test(entry, reference, inputs, record.number_or("atol"))
    solutions = [
        Solution(
            name="candidate", role="candidate", files={"solution.py": code}, expected="pass",
            note="EvalPlus's own solution, which its suite compares with.",
        )
    ]  # fmt: skip
    if reference != code:
        note = "The same behind the contract, so that it raises on inputs nobody asks for."
        solutions.append(
            Solution(
                name="reference", role="reference", files={"solution.py": reference},
                expected="pass", note=note,
            )
        )  # fmt: skip
    data = "HumanEval+" if name == "HumanEval" else "MBPP+"
    changes = ["prompt + body became solution.py", "inputs and reference became test_solution.py"]
    if contract.strip():
        kept = "stands in the reference" if reference == guarded else "is not carried"
        changes.append(f"the contract, which inputs satisfy, {kept}")
    return Task(
        id=safe_id("evalplus", name, number),
        title=f"{data} {source_id}: {entry}"[:300],
        language=LanguageName.PYTHON,
        prompt=f"Complete the function.\n\n{fenced(prompt, 'python')}",
        solutions=tuple(solutions),
        suites=(
            Suite(
                name="given",
                role="given",
                framework=Framework.PYTEST,
                files={"test_solution.py": test},
            ),
        ),
        entry_points=(entry,),
        limits=_LIMITS,
        tags=("evalplus", f"vouched:{solutions[-1].name}"),
        provenance=Provenance(
            source=f"EvalPlus, {data}",
            source_id=source_id,
            licence="Apache-2.0",
            importer=__name__,
            changes=tuple(changes),
        ),
    )


def _inputs(record: Fields, key: str) -> list[list[Any]]:
    found = record.list_or(key)
    for item in found:
        if not isinstance(item, list):
            raise Refused(f"{key} must be a list of lists of arguments")
    return found


def _parses(code: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _test(entry: str, reference: str, inputs: dict[str, list[list[Any]]], atol: float) -> str:
    parts = [
        '"""Inputs of the data set; what is expected is what its reference returns."""\n\n',
        "import copy\n\nimport pytest\n",
        f"from solution import {entry} as candidate\n\n",
        f"ATOL = {literal(atol)}\nREFERENCE = {_text(reference)}\n",
        f"space = {{}}\nexec(REFERENCE, space)\nreference = space[{entry!r}]\n",
    ]
    parts += [f"{key.upper()} = {table(rows)}\n" for key, rows in inputs.items() if rows]
    parts.append(_NEAR)
    for key, rows in inputs.items():
        if rows:
            parts.append(
                f'\n\n@pytest.mark.parametrize("given", {key.upper()})\n'
                f"def test_{key}(given):\n"
                f"{_BODIES.get(entry) or _body(entry)}"
            )
    return "".join(parts)


def _text(code: str) -> str:
    """A Python text literal, readable where the code allows it."""
    if "'''" in code or "\\" in code:
        return literal(code)
    return f"'''\n{code}'''"


def _body(entry: str) -> str:
    head = "    expected = reference(*copy.deepcopy(given))\n"
    if entry in _UNORDERED:
        return head + "    assert set(candidate(*copy.deepcopy(given))) == set(expected)\n"
    if entry in _NOT_NONE:
        return head + (
            "    found = candidate(*copy.deepcopy(given))\n"
            "    assert bool(found is not None and found is not False) == bool(expected)\n"
        )
    return head + "    assert candidate(*copy.deepcopy(given)) == near(expected)\n"


_BODIES = {
    # The one oracle of HumanEval+ that is no comparison: a root, whichever was found.
    "find_zero": (
        "    found = candidate(*copy.deepcopy(given))\n"
        "    value = sum(factor * found**power for power, factor in enumerate(given[0]))\n"
        "    assert abs(value) == pytest.approx(0, abs=ATOL or 1e-6)\n"
    ),
}
