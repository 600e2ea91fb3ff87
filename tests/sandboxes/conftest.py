"""One checked sandbox of each kind for the whole folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.sandboxes.base import Sandbox
from workbench.sandboxes.bubblewrap import Bubblewrap
from workbench.sandboxes.docker import Engine
from workbench.sandboxes.docker_backend import Docker
from workbench.sandboxes.select import get_sandbox


@pytest.fixture(scope="session")
def state_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest.fixture(
    scope="session", params=["bubblewrap", pytest.param("docker", marks=pytest.mark.docker)]
)
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """Each backend in turn: what a test says of this one is the contract's."""
    found = request.getfixturevalue(request.param)
    assert found.name == request.param
    return found  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def bubblewrap(state_dir: Path) -> Iterator[Bubblewrap]:
    found = get_sandbox("bubblewrap", state_dir=state_dir)
    assert isinstance(found, Bubblewrap)
    yield found
    found.close()


@pytest.fixture(scope="session")
def docker(engine: Engine, state_dir: Path) -> Iterator[Docker]:
    found = get_sandbox("docker", state_dir=state_dir)
    assert isinstance(found, Docker)
    yield found
    found.close()


@pytest.fixture
def fresh() -> Iterator[Bubblewrap]:
    """A backend with a supervisor of its own, to be mistreated."""
    found = Bubblewrap()
    yield found
    found.close()
