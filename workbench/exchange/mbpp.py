"""MBPP: a JSON array (or lines) of short Python tasks with one solution and bare assertions."""

from __future__ import annotations

from workbench.exchange.base import Fields, Refused, safe_id
from workbench.exchange.python_names import imports_for, top_level_names
from workbench.model.task import Framework, LanguageName, Provenance, Solution, Suite, Task


def task(record: Fields) -> Task:
    """An MBPP record. The data set's code is the candidate: there is no other solution."""
    number = record.whole("task_id")
    if number < 0:
        raise Refused("task_id must not be negative")
    code = record.text("code").replace("\r\n", "\n").rstrip() + "\n"
    assertions = record.texts("test_list")
    if not assertions:
        raise Refused("test_list holds no assertion")
    setup = record.text_or("test_setup_code").replace("\r\n", "\n").strip()
    body = "\n".join((*record.texts_or("test_imports"), setup, *assertions)).strip() + "\n"
    prompt = record.text_or("prompt") or record.text("text")
    changes = [
        "test_imports, test_setup_code and test_list became test_solution.py, importing from "
        "solution.py",
        "the names the tests call were added to the prompt",
    ]
    if further := record.texts_or("challenge_test_list"):
        changes.append(f"not carried: challenge_test_list, {len(further)} assertions")
    if record.any_of("test"):
        changes.append("not carried: the field test, which the format evalplus reads")
    names = imports_for(body, code)
    test = f"from solution import {', '.join(names)}\n{body}"
    return Task(
        id=safe_id("mbpp", str(number)),
        title=f"MBPP {number}: {names[0]}",
        language=LanguageName.PYTHON,
        prompt=f"{prompt.strip()}\n\nThe tests call {_listed(names)}.\n",
        solutions=(
            Solution(
                name="candidate",
                role="candidate",
                files={"solution.py": code},
                expected="pass",
                note="The data set's own code, the only solution it has.",
            ),
        ),
        suites=(
            Suite(
                name="given",
                role="given",
                framework=Framework.SCRIPT,
                files={"test_solution.py": test},
            ),
        ),
        entry_points=tuple(n for n in names if n in top_level_names(code)),
        tags=("mbpp",),
        provenance=Provenance(
            source="MBPP, Austin, Odena et al., Google Research, 2021",
            source_id=str(number),
            licence="CC-BY-4.0",
            importer=__name__,
            changes=tuple(changes),
        ),
    )


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
