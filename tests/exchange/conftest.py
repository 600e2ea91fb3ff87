"""One sandbox for all tests that run imported tasks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from workbench.sandboxes.base import Sandbox
from workbench.sandboxes.select import get_sandbox
from workbench.toolchains.place import cache_root


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """The real one."""
    backend = get_sandbox("auto", state_dir=cache_root() / "state")
    yield backend
    backend.close()
