"""SWE-bench version 5: a folder a task, with patches, tests and settings in files of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from workbench.errors import InvalidFile
from workbench.exchange.base import Ask, Fields, Imported, Refused, import_raw
from workbench.exchange.repositories import Parts, task
from workbench.exchange.settings_files import yaml_map
from workbench.exchange.strict_records import decode
from workbench.exchange.swe_records import names
from workbench.exchange.tree import open_tree
from workbench.model.task import LanguageName, Task

_WANTED = frozenset(
    {"task.yaml", "tests.json", "problem_statement.md", "hints.md", "gold.patch", "test.patch",
     "eval.sh", "Dockerfile"}
)  # fmt: skip


def read(path: Path, ask: Ask) -> Iterator[Imported]:
    """A task a folder with a task.yaml and a gold.patch. Raises InvalidFile when there is none."""
    tree = open_tree(path)
    folders = [f for f in tree.folders_with("gold.patch") if "task.yaml" in tree.below(f)]
    if not folders:
        raise InvalidFile(
            f"{path} holds no folder with task.yaml and gold.patch",
            mend="name the tasks folder of a SWE-bench 5 repository",
        )
    records = tree.records(folders, ask.after, lambda name: name in _WANTED)
    return import_raw(str(path), records, lambda record: _task(record, ask.language), ask)


def _task(record: Fields, language: LanguageName | None) -> Task:
    files = record.files("files")
    facts = yaml_map(files["task.yaml"], "task.yaml")
    for needed in ("problem_statement.md", "test.patch"):
        if needed not in files:
            raise Refused(f"it has no {needed}")
    tests = decode(files["tests.json"]) if "tests.json" in files else {}
    if not isinstance(tests, dict):
        raise Refused("tests.json must be an object")
    lists = Fields(tests, "tests.json: ")
    instance = facts.text_or("instance_id") or record.text("folder")
    return task(
        Parts(
            format="swe-bench-5",
            source="SWE-bench 5",
            source_id=instance,
            title=instance,
            repo=facts.text_or("repo"),
            base=facts.text_or("base_commit"),
            prompt=files["problem_statement.md"],
            patch=files["gold.patch"],
            test_patch=files["test.patch"],
            image=facts.text_or("image") or "the one its Dockerfile describes",
            fails_then_passes=names(lists, "FAIL_TO_PASS", "fail_to_pass"),
            passes_always=names(lists, "PASS_TO_PASS", "pass_to_pass"),
            beside={n: files[n] for n in ("hints.md", "eval.sh", "Dockerfile") if n in files},
            language=language,
            tags=(facts.text_or("split"),),
        )
    )
