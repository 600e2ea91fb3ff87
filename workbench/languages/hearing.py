"""Which checks of a suite can fail nobody, and how a suite is asked which of them it runs.

JavaScript, TypeScript, Go and Rust so far; of other languages nothing is said.
"""

from __future__ import annotations

from workbench.languages import go_heard, go_toothless, rust_heard, rust_toothless
from workbench.languages.base import Inventory
from workbench.languages.heard import Heard
from workbench.languages.js_heard import heard
from workbench.languages.js_toothless import toothless
from workbench.model.task import Framework, LanguageName, Suite

_NODE = (LanguageName.JAVASCRIPT, LanguageName.TYPESCRIPT)


def idle_checks(
    suite: Suite, tests: Inventory, language: LanguageName
) -> list[tuple[str, int, str]]:
    """File and line of checks that hold whatever the solution does, with the reason."""
    if language is LanguageName.GO:
        return go_toothless.toothless(suite, tests)
    if language is LanguageName.RUST:
        return rust_toothless.toothless(suite, tests)
    return toothless(suite, tests) if language in _NODE else []


def asking(suite: Suite, tests: Inventory, language: LanguageName, word: str) -> Heard | None:
    """The suite with checks that print `word` and their number; None where that cannot be had. The
    assertions of a script are its tests, and missing where they are not run."""
    if language is LanguageName.GO:
        return go_heard.heard(suite, tests, word)
    if language is LanguageName.RUST:
        return rust_heard.heard(suite, tests, word)
    if language not in _NODE or tests.framework is Framework.SCRIPT:
        return None
    return heard(suite, tests.framework, word)
