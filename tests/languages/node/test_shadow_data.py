"""Honest solutions of the public data sets fail every test of their shadows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.shadows import run_both
from workbench.exchange.registry import FORMATS
from workbench.sandboxes.base import Sandbox

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]


@pytest.mark.data
def test_honest_solutions_of_the_data_sets_fail_their_shadows(
    sandbox: Sandbox, data_folder: Path
) -> None:
    """A sample; `benchmarks/shadow_soundness.py` runs all of them."""
    checked = 0
    for form, file, step in (
        ("humanevalpack", "humanevalpack/js.jsonl", 12),
        ("aider-polyglot", "aider-polyglot/javascript.jsonl", 9),
        ("exercism", "exercism/typescript.jsonl", 8),
    ):
        tasks = [item.task for item in FORMATS[form](data_folder / file) if item.task is not None]
        for task in tasks[::step]:
            honest = next(s for s in task.solutions if s.expected == "pass")
            given = task.given
            both = run_both(
                sandbox, task.language.value, honest.files, given.files, given.framework.value,
                given.support,
            )  # fmt: skip
            assert both.real.verdict == "pass", task.id
            assert both.survivors == [], task.id
            assert both.shadow.unperturbed == {}, task.id
            checked += 1
    assert checked >= 15
