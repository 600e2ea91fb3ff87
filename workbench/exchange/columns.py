"""Any table of tasks, JSON lines or Parquet, by a map of its columns.

What a task needs, and which column of the table holds it: `prompt=question`. A solution or a test
is a text, or an object of files; tests may be a list of texts. Columns nobody mapped stay in the
record that is kept beside the task. `support`, `framework` and `source` count only where they are
mapped or say what the part can be: many a table has a column of such a name for something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from workbench.errors import InputError
from workbench.exchange.base import Ask, Fields, Imported, Refused, import_records, safe_id
from workbench.exchange.plain_layout import (
    language_named,
    language_of,
    solution_file,
    test_files,
)
from workbench.model.base import check_id, check_path
from workbench.model.task import (
    Framework,
    LanguageName,
    Provenance,
    Solution,
    SolutionRole,
    Suite,
    Task,
)

PARTS = {
    "id": "names the task",
    "title": "its title; else the id",
    "prompt": "what is asked",
    "solution": "the candidate: a text, or an object of files",
    "reference": "a trusted solution",
    "stub": "what a solver starts from",
    "tests": "the suite: a text, a list of texts, or an object of files",
    "support": "files the tests read: an object of files",
    "framework": "what runs the tests; else they are looked at",
    "language": "one of the six; or --language for all",
    "entry_point": "the function that is called",
    "licence": "under which the record stands",
    "source": "where the record is from",
}
"""What can be mapped; `id`, `prompt`, `solution` and `tests` must be there."""


def read(path: Path, ask: Ask) -> Iterator[Imported]:
    """Tasks of a table. Raises InputError for a map that means nothing."""
    for part in ask.columns:
        if part not in PARTS:
            raise InputError(f"--map {part}: there is no such part", mend=f"use {', '.join(PARTS)}")
    column = {part: ask.columns.get(part, part) for part in PARTS}
    mapped = frozenset(ask.columns)
    return import_records(path, lambda record: _task(record, column, mapped, ask.language), ask)


def task_of(row: Mapping[str, Any]) -> Task:
    """The task of a row whose columns are called as the parts are. Raises ValueError."""
    return _task(Fields(row), {part: part for part in PARTS}, frozenset(), None)


def _task(
    record: Fields,
    column: Mapping[str, str],
    mapped: frozenset[str],
    language: LanguageName | None,
) -> Task:
    named = record.text_or(column["language"])
    if named:
        language = language_named(named)
    if language is None:
        language = language_of(_paths(record, column["solution"]))
    if language is None:
        raise Refused(f"{column['language']} is missing; map it, or say --language")
    source_id = record.word(column["id"])
    solutions = []
    roles: tuple[tuple[str, SolutionRole], ...] = (
        ("solution", "candidate"),
        ("reference", "reference"),
        ("stub", "stub"),
    )
    for part, role in roles:
        if part == "solution" or record.any_of(column[part]):
            files = _solution(record, column[part], language)
            solutions.append(Solution(name=role, role=role, files=files))
    tests, framework, changes = _tests(record, column["tests"], language, solutions[0].files)
    framework = _framework(record, column["framework"], "framework" in mapped) or framework
    support = _support(record, column["support"], "support" in mapped)
    source = record.raw.get(column["source"])
    entry = record.text_or(column["entry_point"])
    return Task(
        id=_id(source_id),
        title=(record.text_or(column["title"]) or source_id)[:300],
        language=language,
        prompt=record.text(column["prompt"]),
        solutions=tuple(solutions),
        suites=(
            Suite(name="given", role="given", framework=framework, files=tests, support=support),
        ),
        entry_points=(entry,) if entry else (),
        provenance=Provenance(
            source=source if isinstance(source, str) else "",
            source_id=source_id,
            licence=record.text_or(column["licence"]),
            importer=__name__,
            changes=tuple(filter(None, (changes,))),
        ),
    )


def _id(source_id: str) -> str:
    """What is an id already stays as it is."""
    try:
        return check_id(source_id)
    except ValueError:
        return safe_id(source_id)


def _framework(record: Fields, key: str, mapped: bool) -> Framework | None:
    value = record.raw.get(key)
    if value in list(Framework):
        return Framework(value)
    if mapped and value not in (None, ""):
        raise Refused(f"{key}: {str(value)[:40]!r} is none of {', '.join(Framework)}")
    return None


def _support(record: Fields, key: str, mapped: bool) -> dict[str, str]:
    if isinstance(record.raw.get(key), dict) or (mapped and record.any_of(key)):
        return record.files(key)
    return {}


def _paths(record: Fields, key: str) -> tuple[str, ...]:
    value = record.raw.get(key)
    return tuple(value) if isinstance(value, dict) else ()


def _solution(record: Fields, key: str, language: LanguageName) -> dict[str, str]:
    if isinstance(record.raw.get(key), dict):
        files = record.files(key)
        if not files:
            raise Refused(f"{key} is empty")
        return files
    code = record.text(key)
    if not code.strip():
        raise Refused(f"{key} is empty")
    return {check_path(solution_file(language, code)): _ended(code)}


def _tests(
    record: Fields, key: str, language: LanguageName, solution: Mapping[str, str]
) -> tuple[dict[str, str], Framework, str]:
    value = record.raw.get(key)
    if isinstance(value, dict) and value:
        return record.files(key), Framework.AUTO, ""
    text = "\n".join(record.texts(key)) if isinstance(value, list) else record.text(key)
    if not text.strip():
        raise Refused(f"{key} is empty")
    return test_files(language, _ended(text), "\n".join(solution.values()))


def _ended(text: str) -> str:
    return text.replace("\r\n", "\n").rstrip() + "\n"
