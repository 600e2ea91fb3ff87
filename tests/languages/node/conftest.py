"""The same sandbox and call as for Python."""

from __future__ import annotations

from tests.languages.python.conftest import run, sandbox

__all__ = ["run", "sandbox"]
