"""HumanEval and HumanEval-X: one function, its canonical body and a test.

The canonical solution is the candidate: these data sets hold no other.
"""

from __future__ import annotations

from workbench.exchange import humanevalpack
from workbench.exchange.base import Fields, Refused, fenced, safe_id
from workbench.exchange.pasted import joined, layout
from workbench.model.task import LanguageName, Provenance, Solution, Suite, Task


def task(record: Fields) -> Task:
    """A HumanEval record: `check(candidate)` is called at the end of its test."""
    source_id = record.text("task_id")
    prompt, body = record.text("prompt"), record.text("canonical_solution")
    entry = record.text("entry_point")
    if not entry.isidentifier():
        raise Refused(f"entry_point {entry[:80]!r} is no name")
    test = record.text("test")
    if "def check(" not in test:
        raise Refused("the test declares no `check`")
    made = layout(LanguageName.PYTHON, prompt, body, joined(test, f"check({entry})"))
    return Task(
        id=safe_id("humaneval", source_id.rpartition("/")[2]),
        title=f"{source_id}: {entry}"[:300],
        language=LanguageName.PYTHON,
        prompt=f"Complete the function.\n\n{fenced(prompt, 'python')}",
        solutions=(_canonical(made.solution(body)),),
        suites=(Suite(name="given", role="given", framework=made.framework, files=made.tests),),
        entry_points=(entry,),
        tags=("humaneval",),
        provenance=Provenance(
            source="HumanEval, OpenAI, 2021",
            source_id=source_id,
            licence="MIT",
            importer=__name__,
            changes=(*made.changes, f"check({entry}) was added at the end of the test"),
        ),
    )


def task_x(record: Fields) -> Task:
    """A HumanEval-X record; the language is the prefix of its `task_id`."""
    source_id = record.text("task_id")
    language, made = humanevalpack.layout_of(record, source_id)
    body, prompt = record.text("canonical_solution"), record.text("prompt")
    return Task(
        id=safe_id("humaneval-x", language.value, source_id.partition("/")[2]),
        title=source_id[:300],
        language=language,
        prompt=f"Complete the function.\n\n{fenced(prompt, language.value)}",
        solutions=(_canonical(made.solution(body)),),
        suites=(Suite(name="given", role="given", framework=made.framework, files=made.tests),),
        tags=("humaneval-x",),
        provenance=Provenance(
            source="HumanEval-X, THUDM/CodeGeeX, from HumanEval",
            source_id=source_id,
            licence="Apache-2.0 AND MIT",
            importer=__name__,
            changes=(*made.changes, "the example tests of the prompt are not carried"),
        ),
    )


def _canonical(files: dict[str, str]) -> Solution:
    return Solution(
        name="candidate",
        role="candidate",
        files=files,
        expected="pass",
        note="The data set's canonical solution, the only one it has.",
    )
