"""The demo session, measured once."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.jupyter.calibration import Seen, session_of_file

CHECKOUT = Path(__file__).parents[2]
DEMO = CHECKOUT / "notebooks" / "data" / "demo-session.jsonl"


@pytest.fixture(scope="session")
def demo() -> Seen:
    """Ten reviewers and 240 tasks: r07 drifts, r09 is careless, tests_reject_valid is ambiguous."""
    return session_of_file(str(DEMO))
