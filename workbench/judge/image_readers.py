"""Every runner whose log is read by its own form."""

from __future__ import annotations

from workbench.judge.image_runners import (
    Reader,
    Told,
    go_test,
    jest,
    libtest,
    mocha,
    sympy,
    tap,
    unittest,
    vitest,
)
from workbench.judge.image_runners_java import gradle, maven
from workbench.judge.image_runners_more import ava, nextest, node_test

READERS: tuple[Reader, ...] = (
    go_test, libtest, nextest, maven, jest, mocha, vitest, ava, node_test, unittest, tap, sympy,
)  # fmt: skip


def runners(stdout: list[str], stderr: list[str]) -> list[Told]:
    """Every runner the log shows, each in one of its streams; Gradle tells tests on one and how it
    ended on the other. Never raises."""
    found = [reader(lines) for lines in (stdout, stderr) for reader in READERS]
    return [told for told in (*found, gradle([*stdout, *stderr])) if told is not None]
