"""MultiPL-E: HumanEval and MBPP translated; a prompt, a test, and in result files completions.

The data set itself holds no solution: there the candidate is the prompt with a body that is not
written yet. In a file of results the first completion is the candidate, the others variants.
"""

from __future__ import annotations

from workbench.exchange.base import Fields, Refused, fenced, safe_id
from workbench.exchange.pasted import UNFINISHED, closed_by_test, joined, layout
from workbench.model.task import LanguageName, Provenance, Solution, Suite, Task

_LANGUAGES = {
    "py": LanguageName.PYTHON,
    "js": LanguageName.JAVASCRIPT,
    "ts": LanguageName.TYPESCRIPT,
    "go": LanguageName.GO,
    "go_test.go": LanguageName.GO,
    "rs": LanguageName.RUST,
    "java": LanguageName.JAVA,
}
_MOST = 20
"""completions a task; the rest are counted in the provenance"""


def task(record: Fields) -> Task:
    """A record of the data set, or of a result file with `completions`."""
    name, tag = record.text("name"), record.text("language")
    language = _LANGUAGES.get(tag)
    if language is None:
        raise Refused(f"the language {tag[:40]!r} is none of {', '.join(_LANGUAGES)}")
    prompt = record.text("prompt")
    closing, test = closed_by_test(record.text("tests"))
    bodies = list(dict.fromkeys(record.texts_or("completions")))
    unfinished = UNFINISHED[language]
    made = layout(language, prompt, joined(bodies[0], closing) if bodies else unfinished, test)
    changes = list(made.changes)
    if closing:
        changes.append("the bracket that closes the body moved from the test to the solution")
    if len(bodies) > _MOST:
        changes.append(f"the first {_MOST} of {len(bodies)} different completions are carried")
    given = Suite(name="given", role="given", framework=made.framework, files=made.tests)
    return Task(
        id=safe_id("multipl-e", language.value, name),
        title=f"{name} ({language.value})"[:300],
        language=language,
        prompt=f"Complete the function.\n\n{fenced(prompt, language.value)}",
        solutions=tuple(
            Solution(
                name="candidate" if n == 0 else f"completion-{n + 1}",
                role="candidate" if n == 0 else "variant",
                files=made.solution(joined(body, closing) if closing else body),
                note=f"Completion {n + 1} of the result file.",
            )
            for n, body in enumerate(bodies[:_MOST])
        )
        or (
            Solution(
                name="candidate",
                role="candidate",
                files=made.solution(unfinished),
                expected="fail",
                note="The data set holds no solution: this is what a solver starts from.",
            ),
        ),
        suites=(given,),
        tags=("multipl-e",),
        provenance=Provenance(
            source="MultiPL-E, from HumanEval and MBPP",
            source_id=name,
            licence="MIT",
            importer=__name__,
            changes=tuple(changes),
        ),
    )
