"""A change in a git repository as a task: the files after it solve what its tests ask.

The solution is every text file of the commit but its tests, the stub the same before the change,
the suite the test files after it. `--map head=REV base=REV prompt=FILE`: head is `HEAD`, base its
parent, and the prompt a file beside the repository or one of the commit's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from workbench.errors import InputError, InvalidFile
from workbench.exchange.base import Ask, Fields, Imported, Refused, import_raw, safe_id
from workbench.exchange.git_reader import Entry, Repository
from workbench.exchange.plain_layout import language_of
from workbench.exchange.strict_records import Raw
from workbench.model.base import check_path, check_text
from workbench.model.task import LanguageName, Provenance, Solution, Suite, Task

PARTS = ("base", "head", "prompt", "id")
MAX_FILE = 1 << 20
MAX_FILES = 2_000
MAX_TOTAL = 16 << 20
_TEST = re.compile(
    r"(?:^|.*/)(?:tests?|__tests__|spec)/.*|(?:.*/)?(?:test_[^/]*|[^/]*_test)\.(?:py|go)"
    r"|.*\.(?:test|spec)\.[cm]?[jt]sx?|(?:.*/)?[^/]*Tests?\.java"
)
_LINK, _SUBMODULE = "120000", "160000"


def read(path: Path, ask: Ask) -> Iterator[Imported]:
    """One task a repository. Raises InputError for a map or a repository that cannot be read."""
    for part in ask.columns:
        if part not in PARTS:
            raise InputError(f"--map {part}: there is no such part", mend=f"use {', '.join(PARTS)}")
    repository = Repository(path)
    head = repository.commit(ask.columns.get("head", "HEAD"))
    base = repository.commit(ask.columns.get("base", f"{head}^"))
    try:
        after, before = _files(repository, head), _files(repository, base)
        record = {
            "id": ask.columns.get("id") or f"{path.resolve().name}-{head[:12]}",
            "base": base,
            "head": head,
            "prompt": _prompt(ask.columns.get("prompt", ""), after),
            "before": before,
            "after": after,
        }
        raw = Raw(1, record)
    except Refused as refused:
        raw = Raw(1, None, str(refused))
    return import_raw(str(path), [raw], lambda found: _task(found, ask.language), ask)


def _files(repository: Repository, commit: str) -> dict[str, str]:
    wanted: list[Entry] = []
    for entry in repository.files(commit):
        try:
            check_text(check_path(entry.path))
        except ValueError as error:
            raise Refused(str(error)) from None
        if entry.mode == _LINK:
            raise Refused(f"{entry.path} is a symbolic link")
        if entry.mode != _SUBMODULE:
            wanted.append(entry)
    if len(wanted) > MAX_FILES:
        raise Refused(f"a commit of more than {MAX_FILES} files is no task that runs by itself")
    found: dict[str, str] = {}
    total = 0
    for path, data in repository.texts(wanted, MAX_FILE):
        total += len(data)
        if total > MAX_TOTAL:
            raise Refused(f"the commit holds more than {MAX_TOTAL >> 20} MiB")
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            continue  # a picture or an archive: no text of a task
        if "\0" not in text:
            found[path] = text
    return found


def _prompt(name: str, after: Mapping[str, str]) -> str:
    if not name:
        return next((after[path] for path in ("README.md", "README") if path in after), "")
    if name in after:
        return after[name]
    try:
        return Path(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise InvalidFile(
            f"--map prompt={name}: no file of the commit and none here that is text"
        ) from None


def _task(record: Fields, language: LanguageName | None) -> Task:
    before, after = record.files("before"), record.files("after")
    if not record.text("prompt").strip():
        raise Refused("nothing says what is asked; mend: --map prompt=FILE")
    tests = {path: text for path, text in after.items() if _TEST.fullmatch(path)}
    solution = {path: text for path, text in after.items() if path not in tests}
    start = {path: text for path, text in before.items() if not _TEST.fullmatch(path)}
    changed = sorted(p for p in {*solution, *start} if solution.get(p) != start.get(p))
    if not changed:
        raise Refused("the change touches tests alone")
    if not tests:
        raise Refused("the commit holds no tests")
    language = language or language_of(changed) or language_of(solution)
    if language is None:
        raise Refused("no file ends as one of the six languages' do; say --language")
    base, head = record.text("base"), record.text("head")
    stub = [
        Solution(name="stub", role="stub", files=start, note=f"The commit {base[:12]} before it.")
    ]
    return Task(
        id=safe_id(record.text("id")),
        title=f"{record.text('id')}: {', '.join(changed)}"[:300],
        language=language,
        prompt=record.text("prompt"),
        solutions=(
            Solution(
                name="candidate",
                role="candidate",
                files=solution,
                note=f"The commit {head[:12]}, without its tests.",
            ),
            *(stub if start else []),
        ),
        suites=(Suite(name="given", role="given", files=tests),),
        tags=("git",),
        provenance=Provenance(
            source=f"git {base}..{head}",
            source_id=head,
            licence="of the repository",
            importer=__name__,
            changes=(
                f"the change touches {', '.join(changed)}"[:2000],
                "files that are no text, and submodules, are not carried",
            ),
        ),
    )
