"""Harbor and Terminal-Bench task folders: an instruction, a shell solution, tests, an image.

They run in their own image, where an engine has it, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from workbench.errors import InvalidFile
from workbench.exchange.base import Ask, Fields, Imported, Refused, import_raw, safe_id
from workbench.exchange.plain_layout import language_of
from workbench.exchange.repositories import LIMITS
from workbench.exchange.settings_files import toml, yaml_map
from workbench.exchange.tree import open_tree
from workbench.model.task import LanguageName, Limits, Provenance, Solution, Suite, Task

_SETTINGS = ("task.toml", "task.yaml")
_OWN_IMAGE = "the one its environment describes"


def read(path: Path, ask: Ask) -> Iterator[Imported]:
    """A task a folder with a task.toml (Harbor) or a task.yaml (Terminal-Bench)."""
    tree = open_tree(path)
    folders = [
        folder
        for folder in tree.folders_with(*_SETTINGS)
        if not {"instruction.md", "task.yaml"}.isdisjoint(tree.below(folder))
    ]
    if not folders:
        raise InvalidFile(
            f"{path} holds no folder with task.toml and instruction.md, or task.yaml",
            mend="name a task folder, or the folder they stand in",
        )
    records = tree.records(folders, ask.after, _wanted)
    return import_raw(str(path), records, lambda record: _task(record, ask.language), ask)


def _wanted(name: str) -> bool:
    """Settings, instruction, solution, tests and recipes; not what the image is filled with."""
    top, slash, _ = name.partition("/")
    if not slash:
        return True
    return top in ("solution", "tests") or name in (
        "environment/Dockerfile",
        "environment/docker-compose.yaml",
    )


def _task(record: Fields, language: LanguageName | None) -> Task:
    name, files = record.text("folder"), record.files("files")
    harbor = "task.toml" in files
    facts = (
        toml(files["task.toml"], "task.toml")
        if harbor
        else yaml_map(files["task.yaml"], "task.yaml")
    )
    prompt = files.get("instruction.md", "") if harbor else facts.text_or("instruction")
    if not prompt.strip():
        raise Refused("it has no instruction")
    solution = {
        path: text
        for path, text in files.items()
        if path.startswith("solution/") or path in ("solution.sh", "solution.yaml")
    }
    tests = {
        path: text
        for path, text in files.items()
        if path.startswith("tests/") or path == "run-tests.sh"
    }
    if not solution:
        raise Refused("it has no solution")
    if not tests:
        raise Refused("it has no tests")
    used = {*solution, *tests}
    language = language or language_of((*tests, *solution))
    if language is None:
        raise Refused("no file of its tests ends as one of the six languages' do; say --language")
    settings = _nested(facts, "environment")
    image = (settings.text_or("docker_image") if settings else "") or _OWN_IMAGE
    metadata = _nested(facts, "metadata") or facts
    own = _nested(facts, "task")
    source_id = (own.text_or("name") if own else "") or name
    return Task(
        id=safe_id("harbor" if harbor else "terminal-bench", name),
        title=source_id[:300],
        language=language,
        prompt=prompt.strip() + "\n",
        solutions=(
            Solution(
                name="candidate",
                role="candidate",
                files=solution,
                note="The task's own solution, which acts on the image.",
            ),
        ),
        suites=(
            Suite(
                name="given",
                role="given",
                files=tests,
                support={p: t for p, t in files.items() if p not in used and p != "instruction.md"},
            ),
        ),
        limits=_limits(facts, settings),
        tags=(
            f"image:{image}",
            "harbor" if harbor else "terminal-bench",
            *(t for t in (metadata.text_or("difficulty"), metadata.text_or("category")) if t),
        ),
        provenance=Provenance(
            source="Harbor task folder" if harbor else "Terminal-Bench task folder",
            source_id=source_id,
            importer=__name__,
            changes=(f"executable only in its own image: {image}",),
        ),
    )


def _nested(facts: Fields, key: str) -> Fields | None:
    return facts.nested(key) if isinstance(facts.raw.get(key), dict) else None


def _limits(facts: Fields, settings: Fields | None) -> Limits:
    """The verifier's clock and the image's memory, within what limits may say here."""
    verifier = _nested(facts, "verifier")
    wall = verifier.number_or("timeout_sec", 60) if verifier else 60
    memory = settings.number_or("memory_mb", 1024) if settings else 1024
    return LIMITS.model_copy(
        update={
            "wall_s": min(max(wall, 1), 600),
            "memory_mb": int(min(max(memory, 64), 16384)),
        }
    )
