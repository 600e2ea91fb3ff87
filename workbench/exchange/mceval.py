"""McEval: tasks of its own in forty languages, of which the six are read.

The canonical solution is the candidate: the data set holds no other.
"""

from __future__ import annotations

from workbench.exchange.base import Fields, Refused, fenced, safe_id
from workbench.exchange.pasted import layout
from workbench.model.task import LanguageName, Provenance, Solution, Suite, Task

_LANGUAGES = {
    "Python": LanguageName.PYTHON,
    "JavaScript": LanguageName.JAVASCRIPT,
    "TypeScript": LanguageName.TYPESCRIPT,
    "Go": LanguageName.GO,
    "Rust": LanguageName.RUST,
    "Java": LanguageName.JAVA,
}


def task(record: Fields) -> Task:
    """A record; the language is the prefix of its `task_id`."""
    source_id = record.text("task_id")
    prefix, _, number = source_id.partition("/")
    language = _LANGUAGES.get(prefix)
    if language is None or not number:
        raise Refused(f"task_id {source_id[:80]!r} must be one of {'/N, '.join(_LANGUAGES)}/N")
    prompt, body = record.text("prompt"), record.text("canonical_solution")
    made = layout(language, prompt, body, record.text("test"))
    entry = record.text("entry_point")
    asked = record.text_or("instruction").strip()
    return Task(
        id=safe_id("mceval", language.value, number),
        title=f"{source_id}: {entry}"[:300],
        language=language,
        prompt=f"{asked}\n\n{fenced(prompt, language.value)}".lstrip(),
        solutions=(
            Solution(
                name="candidate",
                role="candidate",
                files=made.solution(body),
                expected="pass",
                note="The data set's canonical solution, the only one it has.",
            ),
        ),
        suites=(Suite(name="given", role="given", framework=made.framework, files=made.tests),),
        entry_points=(entry,),
        tags=tuple(t for t in ("mceval", record.text_or("level")) if t),
        provenance=Provenance(
            source="McEval",
            source_id=source_id,
            licence="CC-BY-SA-4.0",
            importer=__name__,
            changes=made.changes,
        ),
    )
