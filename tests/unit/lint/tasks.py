"""Small tasks to be looked through."""

from __future__ import annotations

from typing import Any

from workbench.lint.lint import KINDS, lint
from workbench.model.task import LanguageName, Provenance, Solution, Suite, Task

PATHS = {
    "python": ("price.py", "test_price.py"), "javascript": ("price.js", "price.test.js"),
    "typescript": ("price.ts", "price.test.ts"), "go": ("price.go", "price_test.go"),
    "rust": ("src/lib.rs", "tests/price.rs"),
    "java": ("src/main/java/Price.java", "src/test/java/PriceTest.java"),
}  # fmt: skip
PYTHON = (
    "def price(n):\n    if n < 0:\n        raise ValueError('nothing is below zero')\n"
    "    return n * 2\n"
)


LONG = (
    "def price(items):\n    total = 0\n    for item in items:\n        if item.count > 10:\n"
    "            total += item.count * item.price * 0.9\n        else:\n"
    "            total += item.count * item.price\n    return round(total, 2)\n"
)


def a_task(
    language: str, solution: str, tests: str, prompt: str = "Write price.", **changes: Any
) -> Task:
    own, suite = PATHS[language]
    files = changes.pop("files", {})
    return Task(
        id=changes.pop("id", "one"), title="One", language=LanguageName(language), prompt=prompt,
        solutions=(Solution(name="candidate", role="candidate", files={own: solution}),
                   *changes.pop("more", ())),
        suites=(Suite(name="given", role="given", files={suite: tests, **files}),),
        provenance=Provenance(source="here", licence="MIT"), **changes,
    )  # fmt: skip


def found(task: Task, kind: str) -> list[tuple[str, str]]:
    assert kind in KINDS
    return [(f.severity, " ".join((f.message, *f.evidence))) for f in lint(task) if f.kind == kind]
