"""Which checks of a suite can fail nobody, and how a suite is asked which of them it runs.

Of Python nothing is said here: its checks are made to fail instead (`python_deaf.py`).
"""

from __future__ import annotations

from collections.abc import Callable

from workbench.languages import (
    go_heard,
    go_toothless,
    java_heard,
    java_toothless,
    js_heard,
    js_toothless,
    rust_heard,
    rust_toothless,
)
from workbench.languages.base import Inventory
from workbench.languages.heard import Heard
from workbench.model.task import LanguageName, Suite

_TOOTHLESS: dict[LanguageName, Callable[[Suite, Inventory], list[tuple[str, int, str]]]] = {
    LanguageName.JAVASCRIPT: js_toothless.toothless,
    LanguageName.TYPESCRIPT: js_toothless.toothless,
    LanguageName.GO: go_toothless.toothless,
    LanguageName.RUST: rust_toothless.toothless,
    LanguageName.JAVA: java_toothless.toothless,
}
_HEARD: dict[LanguageName, Callable[[Suite, Inventory, str], Heard | None]] = {
    LanguageName.JAVASCRIPT: js_heard.heard,
    LanguageName.TYPESCRIPT: js_heard.heard,
    LanguageName.GO: go_heard.heard,
    LanguageName.RUST: rust_heard.heard,
    LanguageName.JAVA: java_heard.heard,
}


def idle_checks(
    suite: Suite, tests: Inventory, language: LanguageName
) -> list[tuple[str, int, str]]:
    """File and line of checks that hold whatever the solution does, with the reason."""
    read = _TOOTHLESS.get(language)
    return read(suite, tests) if read is not None else []


def asking(suite: Suite, tests: Inventory, language: LanguageName, word: str) -> Heard | None:
    """The suite with checks that print `word` and their number; None where that cannot be had."""
    mark = _HEARD.get(language)
    return mark(suite, tests, word) if mark is not None else None
