"""Bubblewrap and Docker come to the same verdict on the same task, test by test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.backends_agree import compare
from tests.whole import WHOLE
from workbench.errors import NoSandbox
from workbench.exchange.registry import FORMATS
from workbench.judge import Judge
from workbench.model.task import Task
from workbench.sandboxes.docker import Engine
from workbench.sandboxes.select import get_sandbox
from workbench.store.demo import demo_folders, pack
from workbench.toolchains.place import cache_root

pytestmark = [
    pytest.mark.sandbox, pytest.mark.docker, pytest.mark.toolchain, pytest.mark.slow,
]  # fmt: skip


def _sample() -> list[Path]:
    """The last demo task of each language; all of them: `python -m benchmarks.backends_agree`."""
    return list({folder.name.partition("-")[0]: folder for folder in demo_folders()}.values())


IMPORTED = (
    "mbpp/sanitized-mbpp.json", "aider-polyglot/javascript.jsonl", "humanevalpack/python.jsonl",
    "humanevalpack/js.jsonl", "humanevalpack/go.jsonl", "humanevalpack/rust.jsonl",
    "humanevalpack/java.jsonl", "exercism/typescript.jsonl",
)  # fmt: skip
"""Forms the demo tasks do not have come first: those are in the gate."""


@pytest.fixture(scope="module")
def judges() -> Iterator[tuple[Judge, Judge]]:
    """One a backend."""
    try:
        Engine().close()
    except NoSandbox as error:
        # Without an engine there is nothing to compare with; on CI this is a failure.
        pytest.skip(str(error))
    state = cache_root() / "state"
    pair = [Judge(get_sandbox(kind, state_dir=state)) for kind in ("bubblewrap", "docker")]
    yield pair[0], pair[1]
    for judge in pair:
        judge.close()


def agree(judges: tuple[Judge, Judge], task: Task) -> None:
    """A busy machine may make one of two runs miss its wall limit, not every time."""
    compared = compare(judges, task, task.candidate, task.given)
    assert compared.kind != "different", compared.found


@pytest.mark.parametrize("folder", _sample(), ids=lambda folder: folder.name)
def test_demo_task_comes_to_the_same_on_both(folder: Path, judges: tuple[Judge, Judge]) -> None:
    agree(judges, pack(folder))


@pytest.mark.data
@pytest.mark.parametrize("name", IMPORTED if WHOLE else IMPORTED[:3])
def test_imported_task_comes_to_the_same_on_both(
    name: str, data_folder: Path, judges: tuple[Judge, Judge]
) -> None:
    results = list(FORMATS[name.partition("/")[0]](data_folder / name))
    task = results[7].task
    assert task is not None
    agree(judges, task)
