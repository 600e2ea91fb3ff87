"""One judge for each kind of sandbox."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from workbench.errors import NoSandbox
from workbench.judge import Judge
from workbench.sandboxes.base import Sandbox
from workbench.sandboxes.docker import Engine
from workbench.sandboxes.select import get_sandbox
from workbench.toolchains.place import cache_root

# Data: suites for the judge, not for pytest.
collect_ignore = ["cheats", "honest", "suites"]


@pytest.fixture(
    scope="session", params=["bubblewrap", pytest.param("docker", marks=pytest.mark.docker)]
)
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """A checked sandbox of each kind; without an engine the second one skips, and fails on CI."""
    if request.param == "docker":
        try:
            Engine().close()
        except NoSandbox as error:
            # The error says which backend is lacking and the mend; on CI this is a failure.
            pytest.skip(str(error))
    found = get_sandbox(request.param, state_dir=cache_root() / "state")
    yield found
    found.close()


@pytest.fixture(scope="session")
def judge(sandbox: Sandbox) -> Judge:
    """Keeps no runs."""
    return Judge(sandbox)
