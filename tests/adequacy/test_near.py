"""Tolerances too wide to tell right from nearly right are found; exact comparisons, and suites that
look at no number with a fraction, are not accused."""

from __future__ import annotations

import pytest

from workbench.adequacy.gates import Runs
from workbench.adequacy.near import near_misses_fail
from workbench.judge.judge import Judge
from workbench.model.task import Task
from workbench.sandboxes.base import Sandbox

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]

CODE = "def _rate(n): return n / 7\n\ndef share(n):\n    return _rate(n)\n\ndef big(n):\n" \
       "    return share(n) > 1\n"  # fmt: skip


def asked(tests: str, prompt: str) -> Task:
    return Task.model_validate({
        "id": "share", "title": "Share", "language": "python", "prompt": prompt,
        "solutions": [{"name": "candidate", "role": "candidate", "files": {"share.py": CODE}}],
        "suites": [{"name": "given", "role": "given", "files": {
            "test_share.py": "import pytest\nfrom share import big, share\n\n"
                             f"def test_a():\n    {tests}\n"}}],
    })  # fmt: skip


@pytest.mark.parametrize(
    ("tests", "prompt", "ok"),
    [
        ("assert share(1) == pytest.approx(0.143, abs=0.05)", "A seventh.", False),
        ("assert 0 < share(1) < 0.2", "A seventh.", False),
        ("assert share(1) == pytest.approx(0.143, abs=0.05)", "Roughly a seventh.", None),
        ("assert share(1) == pytest.approx(1 / 7)", "A seventh.", True),
        ("assert share(1) == pytest.approx(0.143, abs=0.001)", "A seventh.", True),
        ("assert share(1) > 0", "A seventh.", None),
        ("assert big(9) and not big(5)", "Whether a seventh is more than one.", None),
    ],
)
def test_a_suite_that_passes_numbers_that_are_nearly_right_is_found(
    sandbox: Sandbox, tests: str, prompt: str, *, ok: bool | None
) -> None:
    task = asked(tests, prompt)
    found = near_misses_fail(Runs(Judge(sandbox), task), task.candidate)
    assert found.ok is ok, found.detail


def test_nothing_is_held_to_be_noticed_by_a_run_that_could_not_be_made(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = asked("assert share(1) == 1 / 7", "A seventh.")
    runs = Runs(Judge(sandbox), task)
    monkeypatch.setattr(runs, "of", lambda *_: None)
    assert near_misses_fail(runs, task.candidate).ok is None
