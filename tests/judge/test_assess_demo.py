"""Every planted defect of the demo tasks is flagged, and no sound one gravely."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from workbench.adequacy.assess import Assessor
from workbench.adequacy.wish import PHASES as ALL_PHASES
from workbench.adequacy.wish import Wish
from workbench.judge import Judge
from workbench.model.assessment import Assessment
from workbench.sandboxes.base import Sandbox
from workbench.store.demo import Defect, Truth, demo_folders, pack
from workbench.store.demo import truth as truth_of

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]

# Which flag brings a defect to light. An ambiguous prompt shows where two readings, both recorded
# as right, come out differently.
SHOWS = {
    Defect.ACCEPTS_WRONG: {"tests_accept_wrong"},
    Defect.REJECTS_VALID: {"tests_reject_valid"},
    Defect.WRONG_SOLUTION: {"solution", "tests_accept_wrong", "tests_reject_valid"},
    Defect.AMBIGUOUS_PROMPT: {"tests_reject_valid", "solution"},
    Defect.NEVER_RUN: {"tests_accept_wrong"},
    Defect.ASSERTS_NOTHING: {"tests_accept_wrong"},
    Defect.FLAKY: {"reproducible"},
    Defect.SKIPPED: {"tests_accept_wrong"},
    Defect.EXACT_MESSAGE: {"tests_reject_valid"},
}
# The cheapest of nearly all kinds and a sound one; all tasks with `WORKBENCH_WHOLE=1`.
FEW = {
    "js-activity-digest", "js-school-bell", "go-locker-bank", "py-upload-retry", "py-utility-split",
    "rs-call-numbers", "rs-ferry-fares", "ts-feature-flags", "ts-meter-readings",
}  # fmt: skip
WHOLE = os.environ.get("WORKBENCH_WHOLE") == "1"
BUDGET_S = 120 if WHOLE else 45
# What tells a survivor from the original takes a build each where code is compiled.
PHASES = tuple(p for p in ALL_PHASES if WHOLE or p != "witnesses")
FOLDERS = [folder for folder in demo_folders() if WHOLE or folder.name in FEW]


def assessed(sandbox: Sandbox, folder: Path) -> tuple[Truth, Assessment]:
    """What is planted, and what is found."""
    truth = truth_of(folder)
    # Repeats cost most; only a flaky task needs them to be found out.
    reruns = 24 if truth.defect is Defect.FLAKY else 4
    *_, found = Assessor(
        Judge(sandbox), pack(folder), Wish(budget_s=BUDGET_S, reruns=reruns, phases=PHASES)
    ).steps()
    return truth, found


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_is_planted_is_flagged_and_nothing_else_gravely(
    sandbox: Sandbox, folder: Path
) -> None:
    truth, found = assessed(sandbox, folder)
    grave = {f.kind for f in found.flags if f.severity == "high"}
    if truth.defect is Defect.NONE:
        assert grave == set(), [f.message for f in found.flags]
        return
    raised = {f.kind for f in found.flags if f.severity in ("high", "medium")}
    assert raised & SHOWS[truth.defect], [f.message for f in found.flags]
