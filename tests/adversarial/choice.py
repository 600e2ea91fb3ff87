"""Which cheats are run against which suites on which kind of sandbox.

The whole catalogue against every suite on both takes half an hour: `WORKBENCH_WHOLE=1` asks for
it. Otherwise each cheat meets one of its suites under bubblewrap, and one cheat in 24 meets it
in a container too; which ones depends on their names alone, so every checkout tries the same.
"""

from __future__ import annotations

from typing import Any
from zlib import crc32

import pytest

from tests.adversarial.catalogue import Cheat, SharedSuite, cheats, suites
from tests.whole import WHOLE, one_in
from workbench.model.task import LanguageName

SUITES = suites()
CHEATS = cheats()
_ONE_IN = 24


def _kinds(cheat: Cheat) -> list[str]:
    return ["bubblewrap", "docker"] if one_in(_ONE_IN, cheat.id) else [
        "bubblewrap"
    ]  # fmt: skip


def _suites(cheat: Cheat) -> list[SharedSuite]:
    names = cheat.suites if WHOLE else [cheat.suites[crc32(cheat.id.encode()) % len(cheat.suites)]]
    return [SUITES[name] for name in names]


def on(kind: str, *values: object, id: str) -> Any:
    """A parameter set of a test that takes `sandbox` indirectly."""
    marks = [pytest.mark.docker] if kind == "docker" else []
    return pytest.param(kind, *values, marks=marks, id=f"{kind}-{id}")


def of(*languages: LanguageName) -> list[Any]:
    """(sandbox, cheat, suite) for every cheat in one of `languages`."""
    return [
        on(kind, cheat, shared, id=f"{cheat.id}-{shared.name}")
        for cheat in CHEATS
        if cheat.language in languages
        for shared in _suites(cheat)
        for kind in _kinds(cheat)
    ]
