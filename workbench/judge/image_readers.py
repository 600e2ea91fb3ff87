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
    go_test, libtest, nextest, maven, gradle, jest, mocha, vitest, ava, node_test, unittest, tap,
    sympy,
)  # fmt: skip


def runners(lines: list[str]) -> list[Told]:
    """Every runner the log shows. Never raises."""
    return [told for reader in READERS if (told := reader(lines)) is not None]
