"""Harbor and Terminal-Bench task folders: an instruction, a shell solution, tests, an image.

They run in their own image, where an engine has it, and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from workbench.errors import InvalidFile
from workbench.exchange.base import Ask, Fields, Imported, Refused, import_raw, safe_id
from workbench.exchange.plain_layout import language_of
from workbench.exchange.repositories import LIMITS
from workbench.exchange.settings_files import toml, yaml_map
from workbench.exchange.tree import open_tree
from workbench.model.task import LanguageName, Limits, Provenance, Solution, Suite, Task

_SETTINGS = ("task.toml", "task.yaml")
_OWN = frozenset(
    {*_SETTINGS, "instruction.md", "solution.sh", "solution.yaml", "run-tests.sh", "Dockerfile",
     "docker-compose.yaml"}
)  # fmt: skip
_STEP = r"(?:steps/[^/]+/)?"
_ASKED = re.compile(rf"task\.yaml|{_STEP}instruction\.md")
_SOLUTION = re.compile(rf"{_STEP}solution/")
_TESTS = re.compile(rf"{_STEP}tests/")
_PART = re.compile(
    rf"{_STEP}(?:solution/|tests/|instruction\.md\Z)"
    r"|environment/(?:Dockerfile|docker-compose\.yaml)\Z"
)
_TEST_CLOCK = "max_test_timeout_sec"
_SIZE = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*([kmgKMG])(?:i?[bB])?")
_OWN_IMAGE = "the one its environment describes"


def read(path: Path, ask: Ask) -> Iterator[Imported]:
    """A task a folder with a task.toml (Harbor) or a task.yaml (Terminal-Bench)."""
    tree = open_tree(path)
    folders = [
        folder
        for folder in tree.folders_with(*_SETTINGS)
        if any(_ASKED.fullmatch(name) for name in tree.below(folder))
    ]
    if not folders:
        raise InvalidFile(
            f"{path} holds no folder with task.toml and instruction.md, or task.yaml",
            mend="name a task folder, or the folder they stand in",
        )
    records = tree.records(folders, ask.after, _wanted, _needed)
    return import_raw(str(path), records, lambda record: _task(record, ask.language), ask)


def _wanted(name: str) -> bool:
    """Settings, instructions, solutions, tests and recipes; not what the image is filled with."""
    return "/" not in name or _PART.match(name) is not None


def _needed(name: str) -> bool:
    """All but files beside the settings that go into the image, which may be pictures."""
    return "/" in name or name in _OWN


def _task(record: Fields, language: LanguageName | None) -> Task:
    name, files = record.text("folder"), record.files("files")
    harbor = "task.toml" in files
    facts = (
        toml(files["task.toml"], "task.toml")
        if harbor
        else yaml_map(files["task.yaml"], "task.yaml")
    )
    prompt = _instructions(files, facts) if harbor else _instruction(facts)
    if not prompt.strip():
        raise Refused("it has no instruction")
    solution = {
        path: text
        for path, text in files.items()
        if _SOLUTION.match(path) or path in ("solution.sh", "solution.yaml")
    }
    tests = {
        path: text for path, text in files.items() if _TESTS.match(path) or path == "run-tests.sh"
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
                support={
                    path: text
                    for path, text in files.items()
                    if path not in used and not path.endswith("instruction.md")
                },
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
            changes=(
                f"executable only in its own image: {image}",
                *(f"not carried: {why}" for why in record.texts_or("left")),
            ),
        ),
    )


def _nested(facts: Fields, key: str) -> Fields | None:
    return facts.nested(key) if isinstance(facts.raw.get(key), dict) else None


def _instructions(files: Mapping[str, str], facts: Fields) -> str:
    """What is asked: of a task in steps what each step asks, in their order."""
    order = {
        Fields(step, "task.toml: steps.").text("name"): number
        for number, step in enumerate(facts.list_or("steps"))
        if isinstance(step, dict)
    }
    steps = sorted(
        (path for path in files if path.startswith("steps/") and _ASKED.fullmatch(path)),
        key=lambda path: (order.get(path.split("/")[1], len(order)), path),
    )
    parts = [files["instruction.md"]] if "instruction.md" in files else []
    parts += [f"# Step {path.split('/')[1]}\n\n{files[path].strip()}\n" for path in steps]
    return "\n".join(parts)


def _instruction(facts: Fields) -> str:
    """Of a task.yaml; earlier ones describe a task in several ways, `base` first."""
    if facts.any_of("instruction"):
        return facts.text("instruction")
    told = [
        Fields(item, "task.yaml: descriptions.")
        for item in facts.list_or("descriptions")
        if isinstance(item, dict)
    ]
    told.sort(key=lambda item: item.text_or("key") != "base")
    return told[0].text("description") if told else ""


def _limits(facts: Fields, settings: Fields | None) -> Limits:
    """The verifier's clock and the image's memory, within what limits may say here."""
    verifier = _nested(facts, "verifier")
    wall = verifier.number_or("timeout_sec", 60) if verifier else facts.number_or(_TEST_CLOCK, 60)
    memory = _memory(settings) if settings else 1024
    return LIMITS.model_copy(
        update={
            "wall_s": min(max(wall, 1), 600),
            "memory_mb": int(min(max(memory, 64), 16384)),
        }
    )


def _memory(settings: Fields) -> float:
    """MiB; earlier settings write `2G`."""
    told = settings.raw.get("memory")
    if isinstance(told, str) and (found := _SIZE.fullmatch(told.strip())):
        return float(found[1]) * {"k": 1 / 1024, "m": 1, "g": 1024}[found[2].lower()]
    return settings.number_or("memory_mb", 1024)
