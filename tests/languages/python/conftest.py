"""A sandbox and one call that takes a Python task to its decision."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from tests.languages.python.running import Ran, run_task
from tests.languages.python.trying import Prepare, prepared
from workbench.sandboxes.base import Sandbox
from workbench.sandboxes.select import get_sandbox
from workbench.toolchains.place import cache_root

Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """The real one, checked."""
    found = get_sandbox("auto", state_dir=cache_root() / "state")
    yield found
    found.close()


@pytest.fixture
def run(sandbox: Sandbox) -> Run:
    """`run("python", solution_files, suite_files, "pytest")`."""

    def call(*args: object, **more: object) -> Ran:
        return run_task(sandbox, *args, **more)  # type: ignore[arg-type]

    return call


@pytest.fixture
def prepare(sandbox: Sandbox) -> Prepare:
    """`prepare(Framework.PYTEST)`: the solution's mutants and that suite, ready for trials."""
    return partial(prepared, sandbox)
