"""One sandbox for all judge tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.sandboxes.base import Sandbox
from workbench.sandboxes.select import get_sandbox
from workbench.toolchains.place import cache_root


@pytest.fixture(scope="session")
def state_dir() -> Path:
    """Where the self-check keeps its result."""
    return cache_root() / "state"


@pytest.fixture(scope="session")
def sandbox(state_dir: Path) -> Iterator[Sandbox]:
    """The real one."""
    backend = get_sandbox("auto", state_dir=state_dir)
    yield backend
    backend.close()
