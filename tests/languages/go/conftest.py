"""One sandbox and one toolbox for the folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.languages.compiled import Workshop, workshop
from workbench.model.task import LanguageName
from workbench.sandboxes.select import get_sandbox


@pytest.fixture(scope="session")
def go(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    found = get_sandbox("auto", state_dir=tmp_path_factory.mktemp("state"))
    yield workshop(LanguageName.GO, found)
    found.close()
