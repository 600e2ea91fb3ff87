"""EvalPlus (HumanEval+, MBPP+): inputs, and a reference that says what is right.

A record holds inputs and no results, so the suite carries the reference, as a text inside the test
file: a module of its own could be imported by the code under test. Equality is EvalPlus's own:
exact, numbers within `atol`, sets for the tasks whose order it leaves free. Records that hold a
`test` instead, with inputs and results in it, run as that text.

The data set's solution was corrected and is what its suite compares with, so the task vouches for
it: with the contract where there is one, which then is a reference beside the candidate.
"""

from __future__ import annotations

import ast
import re
import warnings
from typing import Any

from workbench.exchange.base import Fields, Refused, fenced, safe_id
from workbench.exchange.evalplus_inputs import restored
from workbench.exchange.literals import literal, table
from workbench.exchange.pasted import joined, layout
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
"""Any answer, or zero whatever is given."""
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
    """A record of HumanEval+ or MBPP+; `task_id` tells which: `Mbpp/2`, or 2 beside `code`."""
    written = record.any_of("test") and not record.any_of("base_input", "plus_input")
    if written and record.any_of("code"):
        return _mbpp_with_written_test(record)
    source_id = record.text("task_id")
    name, _, number = source_id.partition("/")
    if name not in ("HumanEval", "Mbpp") or not number:
        raise Refused(f"task_id {source_id[:80]!r} must be HumanEval/N or Mbpp/N")
    prompt, entry = record.text("prompt"), record.text("entry_point")
    if not entry.isidentifier():
        raise Refused(f"entry_point {entry[:80]!r} is no name")
    if written:
        return _with_written_test(record, entry, name, number)
    body = record.text_or("canonical_solution") or record.text("reference")
    code = joined(prompt, body)
    if entry not in top_level_names(code):
        raise Refused(f"the solution defines no {entry[:80]!r}, its entry_point")
    if entry in _ANYTHING:
        raise _judges_nothing(entry)
    contract = record.text_or("contract")
    guarded = _guarded(prompt, contract, body, entry) if contract.strip() else code
    reference = guarded if _parses(guarded) else code
    inputs = {key: _inputs(record, f"{key}_input") for key in ("base", "plus")}
    if name == "Mbpp":
        inputs = {key: restored(number, rows, f"{key}_input") for key, rows in inputs.items()}
    if not any(inputs.values()):
        raise Refused("base_input and plus_input are empty")
    test = _test(entry, reference, inputs, record.number_or("atol"))
    changes = ["prompt + body became solution.py", "inputs and reference became test_solution.py"]
    if contract.strip():
        kept = "stands in the reference" if reference == guarded else "is not carried"
        changes.append(f"the contract, which inputs satisfy, {kept}")
    asked = f"Complete the function.\n\n{fenced(prompt, 'python')}"
    given = Suite(
        name="given", role="given", framework=Framework.PYTEST, files={"test_solution.py": test}
    )
    made = _task(name, number, asked, entry, {"solution.py": code}, given, changes)
    if reference == code:
        return made
    # It raises for what the contract leaves out: by that a search learns where the domain ends.
    trusted = Solution(
        name="reference",
        role="reference",
        files={"solution.py": reference},
        expected="pass",
        note="The same with the contract, which raises for inputs that are none.",
    )
    return made.model_copy(
        update={
            "solutions": (*made.solutions, trusted),
            "tags": ("evalplus", "vouched:reference"),
        }
    )


def _guarded(prompt: str, contract: str, body: str, entry: str) -> str:
    """The reference with its contract: before a body, or below the `def` of a whole function."""
    lines = body.split("\n")
    heads = [
        n for n, line in enumerate(lines) if line.startswith((f"def {entry}(", f"def {entry} ("))
    ]
    if not heads:
        return joined(prompt, contract, body)
    lines.insert(heads[0] + 1, contract.strip("\n"))
    return joined(prompt, "\n".join(lines))


def _with_written_test(record: Fields, entry: str, name: str, number: str) -> Task:
    """HumanEval+ whose `test` declares `check` with the inputs and results in it."""
    prompt, body, test = (
        record.text("prompt"),
        record.text("canonical_solution"),
        record.text("test"),
    )
    if "def check(" not in test:
        raise Refused("the test declares no `check`")
    made = layout(LanguageName.PYTHON, prompt, body, joined(test, f"check({entry})"))
    asked = f"Complete the function.\n\n{fenced(prompt, 'python')}"
    given = Suite(name="given", role="given", framework=made.framework, files=made.tests)
    return _task(name, number, asked, entry, made.solution(body), given, list(made.changes))


def _mbpp_with_written_test(record: Fields) -> Task:
    """MBPP+ whose `test` runs the inputs and results in it, beside MBPP's own fields."""
    number = str(record.whole("task_id"))
    code, prompt = joined(record.text("code").replace("\r\n", "\n")), record.text("prompt")
    made = layout(LanguageName.PYTHON, code, "", record.text("test"))
    shown = "\n".join(record.texts_or("test_list"))
    asked = f"{prompt.strip()}\n\n{fenced(shown, 'python') if shown else ''}".rstrip() + "\n"
    names = top_level_names(code)
    entry = next((n for n in names if re.search(rf"\b{n}\(", shown or record.text("test"))), "")
    if not entry:
        raise Refused("the test calls nothing that the code defines")
    if entry in _ANYTHING:
        raise _judges_nothing(entry)
    given = Suite(name="given", role="given", framework=made.framework, files=made.tests)
    changes = [*made.changes, "the shorter test_list is shown in the prompt"]
    return _task("Mbpp", number, asked, entry, made.solution(""), given, changes)


def _judges_nothing(entry: str) -> Refused:
    return Refused(f"EvalPlus takes any answer of {entry} for right, so its suite judges nothing")


def _task(
    name: str,
    number: str,
    asked: str,
    entry: str,
    files: dict[str, str],
    given: Suite,
    changes: list[str],
) -> Task:
    data = "HumanEval+" if name == "HumanEval" else "MBPP+"
    return Task(
        id=safe_id("evalplus", name, number),
        title=f"{data} {name}/{number}: {entry}"[:300],
        language=LanguageName.PYTHON,
        prompt=asked,
        solutions=(
            Solution(
                name="candidate",
                role="candidate",
                files=files,
                expected="pass",
                note="EvalPlus's own solution, which its suite compares with.",
            ),
        ),
        suites=(given,),
        entry_points=(entry,),
        limits=_LIMITS,
        tags=("evalplus", "vouched:candidate"),
        provenance=Provenance(
            source=f"EvalPlus, {data}",
            source_id=f"{name}/{number}",
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
    # Two tasks of MBPP+ that can be read in two ways, of which EvalPlus takes either.
    "digit_distance_nums": (
        "    one, two = (str(number) for number in given)\n"
        "    width = max(len(one), len(two))\n"
        "    pairs = zip(one.zfill(width), two.zfill(width))\n"
        "    other = sum(abs(int(a) - int(b)) for a, b in pairs)\n"
        "    found = candidate(*copy.deepcopy(given))\n"
        "    expected = other if found == other else reference(*copy.deepcopy(given))\n"
        "    assert found == near(expected)\n"
    ),
    "surface_Area": (
        "    base, height = given\n"
        "    slant = ((base / 2) ** 2 + height**2) ** 0.5\n"
        "    other = round(base**2 + 2 * base * slant)\n"
        "    found = candidate(*copy.deepcopy(given))\n"
        "    expected = other if found == near(other) else reference(*copy.deepcopy(given))\n"
        "    assert found == near(expected)\n"
    ),
    # The one oracle of HumanEval+ that is no comparison: a root, whichever was found.
    "find_zero": (
        "    found = candidate(*copy.deepcopy(given))\n"
        "    value = sum(factor * found**power for power, factor in enumerate(given[0]))\n"
        "    assert abs(value) == pytest.approx(0, abs=ATOL or 1e-6)\n"
    ),
}
