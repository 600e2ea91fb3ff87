"""A folder of plain files a task: a prompt, a solution, tests; or a folder of such, or a zip.

prompt.md (or .txt, README.md)     what is asked
solution/...                       the candidate
solutions/<name>/...               more: `reference`, `stub`, any other name is a variant
tests/...                          the suite (or `suites/given/...`)
support/...                        what the tests read (or `suites/given.support/...`)
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from workbench.errors import InvalidFile
from workbench.exchange.base import Ask, Fields, Imported, Refused, import_raw, safe_id
from workbench.exchange.plain_layout import language_of
from workbench.exchange.tree import open_tree
from workbench.model.task import LanguageName, Provenance, Solution, SolutionRole, Suite, Task

PROMPTS = ("prompt.md", "prompt.txt", "README.md")
_TESTS = ("tests/", "suites/given/")
_SUPPORT = ("support/", "suites/given.support/")
_ROLES: dict[str, SolutionRole] = {
    "candidate": "candidate",
    "reference": "reference",
    "stub": "stub",
}


def read(path: Path, ask: Ask) -> Iterator[Imported]:
    """A task a folder that holds a prompt. Raises InvalidFile when none does."""
    tree = open_tree(path)
    folders = [
        folder
        for folder in tree.folders_with(*PROMPTS)
        if any(p.startswith((*_TESTS, "solution/", "solutions/")) for p in tree.below(folder))
    ]
    if not folders:
        raise InvalidFile(
            f"{path} holds no folder with a prompt.md beside solution/ or tests/",
            mend="docs/exchange.md shows the layout",
        )
    records = tree.records(folders, ask.after)
    return import_raw(str(path), records, lambda record: _task(record, ask.language), ask)


def _task(record: Fields, language: LanguageName | None) -> Task:
    name, files = record.text("folder"), record.files("files")
    prompt = next((files[p] for p in PROMPTS if p in files), "")
    if not prompt.strip():
        raise Refused("the prompt is empty")
    solutions: dict[str, dict[str, str]] = {}
    for path, text in files.items():
        top, _, rest = path.partition("/")
        if top == "solution" and rest:
            solutions.setdefault("candidate", {})[rest] = text
        elif top == "solutions" and "/" in rest:
            solutions.setdefault(rest.partition("/")[0], {})[rest.partition("/")[2]] = text
    if "candidate" not in solutions:
        raise Refused("it has no solution/ and no solutions/candidate/")
    tests, support = _below(files, _TESTS), _below(files, _SUPPORT)
    if not tests:
        raise Refused("it has no tests/")
    language = language or language_of((*solutions["candidate"], *tests))
    if language is None:
        raise Refused("no file ends as one of the six languages' do; say --language")
    used = ("solution/", "solutions/", *_TESTS, *_SUPPORT)
    left = [path for path in files if path not in PROMPTS and not path.startswith(used)]
    return Task(
        id=safe_id(name),
        title=name[:300],
        language=language,
        prompt=prompt,
        solutions=tuple(
            Solution(name=safe_id(key), role=_ROLES.get(key, "variant"), files=solutions[key])
            for key in sorted(solutions, key=lambda key: (key != "candidate", key))
        ),
        suites=(Suite(name="given", role="given", files=tests, support=support),),
        provenance=Provenance(
            source_id=name,
            importer=__name__,
            changes=(f"not carried: {', '.join(left)}"[:2000],) if left else (),
        ),
    )


def _below(files: dict[str, str], places: tuple[str, ...]) -> dict[str, str]:
    for place in places:
        found = {p.removeprefix(place): t for p, t in files.items() if p.startswith(place)}
        if found:
            return found
    return {}
