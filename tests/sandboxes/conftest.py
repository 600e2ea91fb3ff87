"""One checked sandbox for the whole folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.sandboxes.bubblewrap import Bubblewrap
from workbench.sandboxes.select import get_sandbox


@pytest.fixture(scope="session")
def state_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="session")
def sandbox(state_dir: Path) -> Iterator[Bubblewrap]:
    found = get_sandbox("bubblewrap", state_dir=state_dir)
    assert isinstance(found, Bubblewrap)
    yield found
    found.close()


@pytest.fixture
def fresh() -> Iterator[Bubblewrap]:
    """A backend with a supervisor of its own, to be mistreated."""
    found = Bubblewrap()
    yield found
    found.close()
