"""People and stores for the tests of sessions."""

from __future__ import annotations

from collections.abc import Iterator

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
def world(request: pytest.FixtureRequest, served: Served) -> Iterator[World]:
    """Each store in turn."""
    with request.param(served) as made:
        yield made


@pytest.fixture
def accounts(served: Served) -> Iterator[FolderOfAccounts]:
    """The shared folder with an account for each person."""
    with folder_of_accounts(served) as made:
        yield made
