"""One judge for each kind of sandbox that is on this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.judge import Judge
from workbench.sandboxes.base import Sandbox
from workbench.sandboxes.select import BackendKind, get_sandbox
from workbench.toolchains.place import cache_root

# Asked of the machine, not of the workbench: a backend that ought to be there and is not fails.
_DOCKER = bool(os.environ.get("DOCKER_HOST")) or Path("/var/run/docker.sock").exists()
KINDS: tuple[BackendKind, ...] = ("bubblewrap", "docker") if _DOCKER else ("bubblewrap",)


@pytest.fixture(scope="session", params=KINDS)
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """A checked sandbox of each kind."""
    found = get_sandbox(request.param, state_dir=cache_root() / "state")
    yield found
    found.close()


@pytest.fixture(scope="session")
def judge(sandbox: Sandbox) -> Judge:
    """Keeps no runs."""
    return Judge(sandbox)
