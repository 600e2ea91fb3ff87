"""People and stores for the tests of sessions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.sessions.served import Served
from tests.sessions.worlds import WORLDS, FolderOfAccounts, World, folder_of_accounts


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """Forks processes of other accounts."""
    made = Served()
    yield made
    made.close()


@pytest.fixture(params=WORLDS)
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """Each store in turn."""
    with request.param(request) as made:
        yield made


@pytest.fixture
def accounts(served: Served) -> Iterator[FolderOfAccounts]:
    """The shared folder with an account for each person."""
    with folder_of_accounts(served) as made:
        yield made


@pytest.fixture(scope="session")
def postgres() -> Iterator[Any]:
    """A database server, started once."""
    # Only tests of it need its driver.
    pytest.importorskip("psycopg")
    from tests.sessions.postgres_server import running

    with running() as server:
        yield server


@pytest.fixture
def database(postgres: Any) -> Iterator[Any]:
    """An empty database of sessions."""
    from tests.sessions.postgres_world import postgres_world

    with postgres_world(postgres) as made:
        yield made
