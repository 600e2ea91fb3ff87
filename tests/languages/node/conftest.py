"""The same sandbox and call as for Python, and one that keeps tests and solution apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.languages.node.split_running import Apart, run_apart
from tests.languages.python.conftest import run, sandbox
from workbench.sandboxes.base import Sandbox

__all__ = ["run", "sandbox"]


@pytest.fixture
def apart(sandbox: Sandbox) -> Callable[..., Apart]:
    """`apart(solution_files, suite_files, "jest")`."""
    return lambda *args, **more: run_apart(sandbox, *args, **more)
