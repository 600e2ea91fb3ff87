"""Shared by all tests: where the data sets are, and that nothing skips unseen on CI."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from workbench.sandboxes.docker import Engine

# How fast examples come depends on who else uses the machine; a busy one is not a failing test.
settings.register_profile("workbench", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("workbench")

ROOT = Path(__file__).resolve().parent.parent
ON_CI = os.environ.get("CI") == "true"
_GATED = ("data", "docker", "postgres", "sandbox", "toolchain", "ui", "users")


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The public data sets beside the checkout (`WORKBENCH_DATA`); skips where there are none."""
    folder = Path(os.environ.get("WORKBENCH_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        # A user's machine need not hold them; on CI the hook below turns this into a failure.
        pytest.skip(f"no data sets at {folder}; set WORKBENCH_DATA")
    return folder


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """A real one; without any, tests that need it skip (and fail on CI)."""
    # Few tests need the client library.
    from workbench.errors import NoSandbox
    from workbench.sandboxes.docker import Engine

    try:
        found = Engine()
    except NoSandbox as error:
        # A user's machine need not have one; on CI the hook below turns this into a failure.
        pytest.skip(str(error))
    yield found
    found.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On CI a gated test that skips is a failure: a gate that looks away proves nothing."""
    report = yield
    gated = any(item.get_closest_marker(mark) for mark in _GATED)
    if ON_CI and gated and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped on CI: {report.longrepr}"
    return report
