"""Calibration sessions as a lead and a reviewer live them, each in a JupyterLab of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.ui import session_world as world
from tests.ui import tasks
from tests.ui.conftest import Browsing
from tests.ui.desk_page import DeskPage
from tests.ui.lab_server import LabServer
from tests.ui.test_looks import axe, choose_theme
from workbench.judge import open_judge
from workbench.model.review import EvidenceRef
from workbench.model.task import Suite
from workbench.store.workspace import Workspace

pytestmark = [pytest.mark.ui, pytest.mark.sandbox]

SECRET = "bens-own-words-that-nobody-else-may-read"
HOSTILE = "<img src=x onerror=\"document.title='owned'\"> \u202egnihton dias eH \u001b[31mred"
PRACTICE, LIVE = "zz-practice", ("zz-one", "zz-two")
SPLIT, QUIET = "zz-hostile", "zz-split"
PEOPLE = ("ann", "ben")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two sessions: one to begin, one whose ratings are in and revealed."""
    made = Workspace.create(tmp_path_factory.mktemp("sessions") / "ws")
    for name in (PRACTICE, *LIVE, QUIET):
        made.save_task(tasks.clamp(name))
    made.save_task(tasks.hostile(SPLIT))
    made.refresh()
    gold = world.known(PRACTICE, "Nothing here swaps the limits.", tests_accept_wrong=2)
    world.create(
        made, "spring", PEOPLE, LIVE, gold=(gold,), onboarding=1, overlap=1.0, assign=False,
        onboarding_pass=0.5,
    )  # fmt: skip
    world.create(made, "autumn", (*PEOPLE, "cleo"), (SPLIT, QUIET), overlap=1.0, ratings_each=3,
                 most_ratings=3)  # fmt: skip
    _rate(made)
    return made


def _rate(made: Workspace) -> None:
    """One task is split 0, 1, 3 and holds a hostile rationale and a run; one is split 0, 2, 0."""
    judge = open_judge(None)
    split, quiet = made.task(SPLIT), made.task(QUIET)
    suite = Suite(name="wrong-way", role="probe", files={"test_probe.py": tasks.PROBE})
    run = judge.run(quiet, quiet.candidate, suite).run
    judge.close()
    chip = EvidenceRef(kind="run", ref=run.id, label="✗ fail: probe wrong-way on candidate")
    for name, on_split, on_quiet in (("ann", 0, 0), ("ben", 1, 0), ("cleo", 3, 2)):
        words = {"tests_accept_wrong": (HOSTILE + " ") * 4}
        world.keep_run(made, "autumn", name, run)
        world.submit_all(made, "autumn", name, {
            SPLIT: world.review(made, split, name, {"tests_accept_wrong": on_split}, words=words),
            QUIET: world.review(
                made, quiet, name, {"tests_accept_wrong": on_quiet},
                evidence={"tests_accept_wrong": (chip,)},
                probes=(("wrong-way", {"test_probe.py": tasks.PROBE}),),
            ),
        })  # fmt: skip
    with world.lead_of(made, "autumn") as lead:
        lead.move_on("revealed")


@pytest.fixture(scope="module")
def servers(
    workspace: Workspace, make_server: Callable[..., LabServer]
) -> Callable[[str], LabServer]:
    """One server a person, started when first asked for."""
    known: dict[str, LabServer] = {}

    def of(name: str) -> LabServer:
        if name not in known:
            known[name] = make_server(workspace.root, env={"WORKBENCH_REVIEWER": name})
        return known[name]

    return of


def _board(page: Page, server: LabServer, session: str) -> Locator:
    page.goto(server.address())
    page.locator(".wb-Queue-chooser button", has_text=session).click()
    page.locator(".wb-board.wb-loaded:visible").wait_for()
    return page.locator(".wb-board:visible")


def _frames(page: Page) -> list[str]:
    """Everything the server says to the page over websockets, as it comes."""
    heard: list[str] = []

    def listen(payload: str | bytes) -> None:
        heard.append(payload if isinstance(payload, str) else payload.decode("utf-8", "replace"))

    page.on("websocket", lambda socket: socket.on("framereceived", listen))
    return heard


def test_a_session_from_the_first_assignment_to_the_reveal(
    new_browsing: Callable[..., Browsing], servers: Callable[[str], LabServer], workspace: Workspace
) -> None:
    lead = new_browsing().page
    board = _board(lead, servers("lead"), "Spring")
    expect(board.get_by_test_id("session-state")).to_have_attribute("data-state", "planned")
    board.get_by_test_id("assign").click()
    expect(board.get_by_test_id("session-state")).to_have_attribute("data-state", "blind")
    secret = world.review(
        workspace, workspace.task(PRACTICE), "ben", {"solution": 1}, words={"solution": SECRET * 4}
    )
    world.submit_all(workspace, "spring", "ben", {PRACTICE: secret})
    expect(board.get_by_test_id("came-in")).to_contain_text("1 of")

    reviewer = new_browsing().page
    heard = _frames(reviewer)
    desk = DeskPage(reviewer, servers("ann"))
    reviewer.goto(desk.server.address())
    reviewer.get_by_label("Which queue").select_option("spring")
    expect(reviewer.locator(".wb-Queue-row")).to_have_count(1)  # live tasks come after practice
    expect(reviewer.locator(".wb-Queue-row")).to_contain_text("practice")
    reviewer.get_by_role("button", name="Next task").click()
    expect(desk.at("seat")).to_contain_text("yours until")
    desk.fill_rubric()
    reviewer.get_by_test_id("evidence-tests_accept_wrong").click()
    reviewer.get_by_role("menuitem", name="In words").click()
    desk.desk.get_by_label("Evidence in words").fill("read by eye")
    desk.desk.get_by_role("button", name="Attach").click()
    desk.wait_saved()
    desk.at("submit").click()
    # The board tends the session, and the feedback comes.
    expect(desk.at("feedback")).to_contain_text("this blocks the task")
    expect(desk.at("feedback")).to_contain_text("Nothing here swaps the limits.")
    found = axe(desk)
    assert not found, "\n".join(found)
    desk.at("next").click()
    expect(desk.desk.get_by_test_id("practice")).not_to_be_visible()
    expect(reviewer.locator(".wb-Queue-row")).to_have_count(2)
    desk.at("skip").click()
    reviewer.get_by_label("Why do you leave this task?").fill("I wrote it")
    reviewer.keyboard.press("Enter")
    reviewer.get_by_role("button", name="1 skipped").wait_for()
    expect(board.get_by_test_id("reviewer-row").first).to_contain_text("1/3")

    board.get_by_test_id("pause-ann").click()
    lead.get_by_label("Why is ann paused?").fill("Let us talk first.")
    lead.keyboard.press("Enter")
    expect(board.get_by_test_id("reviewers")).to_contain_text("paused: Let us talk first.")
    expect(reviewer.locator(".wb-Queue-chooser")).to_contain_text("Paused: Let us talk first.")
    assert len(heard) > 20
    told = [f for f in heard if SECRET in f or '"ben"' in f or '"kind": "gold"' in f]
    assert not told, told[0][:2000]
    assert SECRET not in reviewer.content()
    assert not (workspace.root / "reviews" / PRACTICE).exists()

    board.get_by_test_id("reveal").click()
    lead.get_by_label("Type spring to reveal").fill("sprin")
    lead.keyboard.press("Enter")
    expect(lead.get_by_text("Type spring exactly.")).to_be_visible()
    lead.get_by_label("Type spring to reveal").fill("spring")
    lead.keyboard.press("Enter")
    expect(board.get_by_test_id("session-state")).to_have_attribute("data-state", "revealed")


def test_axe_finds_nothing_on_board_and_case_in_the_dark_theme(
    new_browsing: Callable[..., Browsing], servers: Callable[[str], LabServer]
) -> None:
    server = servers("lead")
    choose_theme(DeskPage(new_browsing().page, server), "JupyterLab Dark")
    try:
        page = new_browsing().page
        board = _board(page, server, "Autumn")
        assert page.locator("body").get_attribute("data-jp-theme-light") == "false"
        found = axe(DeskPage(page, server))
        board.get_by_test_id("case-row").first.get_by_role("button").click()
        expect(board.get_by_test_id("column")).to_have_count(3)
        found += axe(DeskPage(page, server))
    finally:
        choose_theme(DeskPage(new_browsing().page, server), "JupyterLab Light")
    assert not found, "\n".join(found)


def test_a_disagreement_is_decided_by_keyboard(
    new_browsing: Callable[..., Browsing], servers: Callable[[str], LabServer], workspace: Workspace
) -> None:
    page = new_browsing().page
    board = _board(page, servers("lead"), "Autumn")
    found = axe(DeskPage(page, servers("lead")))
    rows = board.get_by_test_id("case-row")
    expect(rows).to_have_count(2)
    rows.first.get_by_role("button").focus()
    page.keyboard.press("Enter")
    axis = board.get_by_test_id("case-tests_accept_wrong")
    expect(axis).to_be_focused()
    expect(board.get_by_test_id("column")).to_have_count(3)
    case = board.get_by_test_id("case")
    assert not [name for name in (*PEOPLE, "cleo") if name in case.inner_text().split()]
    # Hostile words are words.
    assert axis.locator("img").count() == 0
    expect(axis).to_contain_text("<img src=x onerror=")
    expect(axis.locator(".wb-ctl").first).to_be_visible()
    assert page.title() != "owned"
    found += axe(DeskPage(page, servers("lead")))

    page.keyboard.press("3")
    expect(axis.get_by_test_id("decide-tests_accept_wrong-3")).to_have_attribute(
        "aria-checked", "true"
    )
    page.keyboard.press("Control+Enter")
    expect(board.get_by_test_id("notices")).to_contain_text("Not kept")
    axis.get_by_label("Reason").focus()
    page.keyboard.type("The stub passes.")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(board.get_by_test_id("lacks")).to_be_empty()
    page.keyboard.press("Control+Enter")
    expect(board.get_by_test_id("case-title")).to_contain_text(QUIET)

    chip = board.get_by_test_id("chip").first
    chip.focus()
    page.keyboard.press("Enter")
    expect(board.get_by_test_id("run-view")).to_contain_text("wrong-way on candidate")
    board.get_by_test_id("run-again").first.focus()
    page.keyboard.press("Enter")
    expect(board.get_by_test_id("again").first).to_contain_text("✓ same: fail")
    board.get_by_test_id("show-solution").focus()
    page.keyboard.press("Enter")
    expect(board.get_by_test_id("solution-editor")).to_contain_text("def clamp")
    found += axe(DeskPage(page, servers("lead")))
    assert not found, "\n".join(found)

    with world.lead_of(workspace, "autumn") as lead:
        (made,) = lead.adjudications()
        votes = [
            s.review.ratings["tests_accept_wrong"].score
            for s in lead.submissions()
            if s.review.task_id == SPLIT
        ]
    assert (made.task_id, made.by, made.decision) == (SPLIT, "lead", "reject")
    assert made.axes["tests_accept_wrong"].cause == "guideline_gap"
    assert sorted(str(v) for v in votes) == ["0", "1", "3"]


def test_what_is_kept_of_a_session_is_not_among_the_workspaces_reviews(
    workspace: Workspace,
) -> None:
    kept: list[Path] = list((workspace.root / "reviews").rglob("*.review.json"))
    assert kept == []
