"""Exercism's exercises, a JSON line or a folder each, as the Aider polyglot benchmark has them too.

The example solution becomes the candidate (a task needs one, and it is the only finished one), the
shipped start the stub. Skip marks are removed from the tests, each removal told in the provenance.
"""

from __future__ import annotations

import re

from workbench.exchange.base import Fields, Refused, fenced, safe_id
from workbench.exchange.exercism_files import Sorted, sort_files
from workbench.exchange.skip_marks import without_skip_marks
from workbench.model.task import (
    Expected,
    Framework,
    LanguageName,
    Limits,
    Provenance,
    Solution,
    Suite,
    Task,
)

# Some exercises are searches (alphametics, a word search, parallel letter counts): honest examples
# take more than the usual ten seconds and a thread per text.
_LIMITS = Limits(wall_s=60, pids=512)
_FRAMEWORKS = {
    LanguageName.PYTHON: Framework.PYTEST,
    LanguageName.JAVASCRIPT: Framework.JEST,
    LanguageName.TYPESCRIPT: Framework.JEST,
    LanguageName.GO: Framework.GO_TEST,
    LanguageName.RUST: Framework.LIBTEST,
    LanguageName.JAVA: Framework.JUNIT5,
}
_UNFINISHED = re.compile(
    r"NotImplemented|^[ \t]*pass[ \t]*$|Remove this|not implemented|[Pp]lease implement|todo!|TODO"
    r"|unimplemented!|UnsupportedOperation|SKELETON|stub",
    re.M,
)
_PROMPT_PARTS = (".docs/introduction.md", ".docs/instructions.md", ".docs/instructions.append.md")


def task(record: Fields) -> Task:
    """An Exercism exercise."""
    return _task("exercism", record)


def task_aider(record: Fields) -> Task:
    """An exercise of the Aider polyglot benchmark: the same form, ids of its own."""
    return _task("aider-polyglot", record)


def _task(origin: str, record: Fields) -> Task:
    language = _language(record.text("language"))
    slug = record.text("slug")
    files = record.files("files")
    parts = sort_files(language, files, record.nested("files_role"))
    tests, changes = _unskipped(parts, language)
    candidate = {**parts.shared, **parts.example}
    stub = {**parts.shared, **parts.stub}
    expected: Expected | None = None if parts.no_tests else "pass"
    solutions = [
        Solution(
            name="candidate",
            role="candidate",
            files=candidate,
            expected=expected,
            note="The exercise's own example solution.",
        )
    ]
    if parts.stub and stub != candidate:
        unfinished = any(_UNFINISHED.search(text) for text in parts.stub.values())
        solutions.append(
            Solution(
                name="stub",
                role="stub",
                files=stub,
                expected="fail" if unfinished and expected else None,
                note="What the solver starts from."
                if unfinished
                else "What the solver starts from; it may be working code to refactor.",
            )
        )
    commit = record.text_or("source_commit")
    return Task(
        id=safe_id(origin, language.value, slug),
        title=f"{slug.replace('-', ' ').capitalize()} ({language.value})",
        language=language,
        prompt=_prompt(files, parts, language),
        solutions=tuple(solutions),
        suites=(
            Suite(
                name="given",
                role="given",
                framework=_FRAMEWORKS[language],
                files={path: tests[path] for path in parts.tests},
                support={path: tests[path] for path in parts.support},
            ),
        ),
        limits=_LIMITS,
        tags=(origin,),
        provenance=Provenance(
            source=" ".join(filter(None, (record.text_or("source_repo"), commit))),
            source_id=record.text_or("source_path", slug),
            licence="MIT",
            importer=__name__,
            changes=(
                *changes,
                *parts.changes,
                *(f"not carried: {why}" for why in record.texts_or("left")),
            ),
        ),
    )


def _language(name: str) -> LanguageName:
    try:
        return LanguageName(name)
    except ValueError:
        raise Refused(f"the language {name[:40]!r} is none of the six") from None


def _unskipped(parts: Sorted, language: LanguageName) -> tuple[dict[str, str], list[str]]:
    """Test and support files without skip marks, and a sentence for each file that had some."""
    tests: dict[str, str] = {}
    changes: list[str] = []
    for path, text in {**parts.support, **parts.tests}.items():
        tests[path] = text
        if path.endswith((".py", ".js", ".ts", ".go", ".rs", ".java")):
            tests[path], counts = without_skip_marks(text, language)
            if counts:
                names = ", ".join(f"{name} {n} times" for name, n in sorted(counts.items()))
                changes.append(f"{path}: removed {counts.total()} skip marks ({names})")
    return tests, changes


def _prompt(files: dict[str, str], parts: Sorted, language: LanguageName) -> str:
    """Introduction, instructions, their appendix, and the files to start from: their names and
    signatures are part of what is asked."""
    texts = [files[path].strip() for path in _PROMPT_PARTS if files.get(path, "").strip()]
    if not texts:
        raise Refused("the exercise has no .docs/instructions.md")
    starts = [
        f"`{path}`:\n\n{fenced(text, language.value)}"
        for path, text in sorted({**parts.shared, **parts.stub}.items())
        if not path.endswith(".toml") and text.strip()
    ]
    if starts:
        texts.append("# Files to start from\n\n" + "\n".join(starts))
    return "\n\n".join(texts).strip() + "\n"
