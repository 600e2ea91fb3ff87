"""Every planted defect of the demo tasks is flagged, no sound one gravely, and the report on them
ranks the ones above the others and says truly how often it is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.report_sets import SHOWS
from tests.judge.shelf import Shelf
from tests.reports.test_task_reports import Page
from tests.whole import WHOLE
from workbench.adequacy.wish import PHASES as ALL_PHASES
from workbench.commands.reporting import Asked, write
from workbench.lint.lint import lint
from workbench.model.report import Report
from workbench.sandboxes.base import Sandbox
from workbench.store.demo import Defect, demo_folders, pack

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]

# The cheapest of nearly all kinds and a sound one; all tasks with `WORKBENCH_WHOLE=1`.
FEW = {
    "js-activity-digest", "go-locker-bank", "py-utility-split",
    "rs-ferry-fares", "ts-meter-readings",
}  # fmt: skip
# Far more than any takes: it holds for every phase, and machines are busy.
BUDGET_S = 300
# What tells a survivor from the original takes a build each where code is compiled; what a table
# passes raises no flag.
PHASES = tuple(p for p in ALL_PHASES if WHOLE or p not in ("witnesses", "by_heart"))
FOLDERS = [folder for folder in demo_folders() if WHOLE or folder.name in FEW]


@pytest.fixture(scope="module")
def shelf(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """What every test here asks for the assessments."""
    return Shelf(tmp_path_factory.mktemp("demo"), sandbox, BUDGET_S, PHASES)


@pytest.fixture(scope="module")
def report(shelf: Shelf) -> Report:
    """The page of all of them, in the workspace, beside their truth."""
    rows = [f"{f.name},{int(not shelf.assessed(f)[0].sound)}" for f in FOLDERS]
    root = shelf.workspace.root
    shelf.workspace.refresh()
    (root / "truth.csv").write_text("\n".join(["task_id,defect", *rows]))
    asked = Asked(truth=root / "truth.csv")
    return write(shelf.workspace, asked, root / "report.html", lambda *_: None)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_is_planted_is_flagged_and_nothing_else_gravely(shelf: Shelf, folder: Path) -> None:
    truth, found = shelf.assessed(folder)
    grave = {f.kind for f in found.flags if f.severity == "high"}
    if truth.defect is Defect.NONE:
        assert grave == set(), [f.message for f in found.flags]
        return
    raised = {f.kind for f in found.flags if f.severity in ("high", "medium")}
    assert raised & SHOWS[truth.defect], [f.message for f in found.flags]


def test_the_report_ranks_every_planted_defect_above_every_sound_task(
    shelf: Shelf, report: Report
) -> None:
    sound = {f.name for f in FOLDERS if shelf.assessed(f)[0].sound}
    ranks = {facts.task_id: rank for rank, facts in enumerate(report.tasks)}
    first = min(ranks[name] for name in sound)
    below = {name for name, rank in ranks.items() if name not in sound and rank > first}
    assert below == set(), [(t.task_id, t.concern, t.why) for t in report.tasks]


def test_the_report_leads_from_every_planted_defect_to_its_evidence(
    shelf: Shelf, report: Report
) -> None:
    root = shelf.workspace.root
    text = (root / "report.html").read_text()
    page = Page(text)
    facts = {t.task_id: t for t in report.tasks}
    for folder in FOLDERS:
        if shelf.assessed(folder)[0].sound:
            continue
        name = folder.name
        assert f"t-{name}" in page.ids
        assert facts[name].why in page.text
        section = text.partition(f'id="t-{name}"')[2].partition("</section>")[0]
        for outcome in facts[name].outcomes:
            assert f"{outcome.run}.run.json" in section, outcome
        assert f"{name}.assessment.json" in section
    files = [link for link in page.links if not link.startswith("#")]
    assert [link for link in files if not (root / link).is_file()] == []


def test_the_report_states_the_precision_and_recall_that_its_truth_gives(
    shelf: Shelf, report: Report
) -> None:
    held: dict[str, set[str]] = {rule.rule: set() for rule in report.trust}
    high, marked, weak = held
    for folder in FOLDERS:
        _, found = shelf.assessed(folder)
        said = {flag.severity for flag in (*found.flags, *lint(pack(folder)))}
        held[high] |= {folder.name} if "high" in said else set()
        held[marked] |= {folder.name} if {"high", "medium"} & said else set()
        low = found.strength is not None and found.strength < 0.8
        held[weak] |= {folder.name} if low else set()
    defects = {f.name for f in FOLDERS if not shelf.assessed(f)[0].sound}
    for rule in report.trust:
        flagged = held[rule.rule]
        assert rule.known == len(FOLDERS)
        assert rule.precision.value == pytest.approx(len(flagged & defects) / len(flagged))
        assert rule.recall.value == pytest.approx(len(flagged & defects) / len(defects))
