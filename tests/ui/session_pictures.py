"""Draws board and adjudication from real sessions: `python -m tests.ui.session_pictures`."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Locator, Page

from tests.ui import session_world as world
from tests.ui.desk_page import DeskPage
from tests.ui.frame import THEMES, Studio, folder, keep, studio
from tests.ui.lab_server import CHECKOUT, LabServer
from tests.ui.test_looks import choose_theme
from workbench.judge import open_judge
from workbench.model.review import EvidenceRef, LineComment
from workbench.model.task import Suite
from workbench.resources import demo_tasks
from workbench.store.demo import truth
from workbench.store.sessions.moving import load_parts
from workbench.store.workspace import Workspace

TASK, OTHERS = "py-shift-payroll", ("py-sensor-gaps", "py-utility-split")
PEOPLE = ("ann", "ben", "cleo")
WIDTHS = (1600, 1280, 1920)
AXIS = "tests_accept_wrong"
SAID = {
    "ann": (0, ""),
    "ben": (1, "Only a shift of zero minutes gets through, and nobody books one: the given tests "
               "pass a solution that pays it."),
    "cleo": (3, "Every night shift of the given suite starts before midnight: a solution that "
                "forgets the night before passes all of it, and so does the candidate."),
}  # fmt: skip


def prepare(workspace: Workspace) -> None:
    """The demo session as it is, and one task of the demo workspace on which three differ."""
    with world.store_as(workspace, world.LEAD) as store:
        store.restore(load_parts(CHECKOUT / "notebooks" / "data" / "demo-session.jsonl"))
    world.create(
        workspace, "november", PEOPLE, (TASK, *OTHERS), overlap=1.0, ratings_each=3, most_ratings=3
    )
    task = workspace.task(TASK)
    files = {p: t.lstrip() for p, t in truth(demo_tasks() / TASK).probe[0].files.items()}
    suite = Suite(name="night-before", role="probe", files=files, support=task.given.support)
    judge = open_judge(None)
    run = judge.run(task, task.candidate, suite).run
    judge.close()
    path = next(iter(task.candidate.files))
    comment = LineComment(
        id="c1", solution="candidate", file=path, first_line=12, last_line=12, text_hash="",
        text="The night before is never looked at.",
    )  # fmt: skip
    for name in PEOPLE:
        score, words = SAID[name]
        chips = {
            "ann": (),
            "ben": (EvidenceRef(kind="text", label="by hand: zero minutes", text="0 minutes"),),
            "cleo": (
                EvidenceRef(kind="run", ref=run.id, label="✗ fail: probe night-before"),
                EvidenceRef(kind="line_comment", ref="c1", label=f"{path} line 12"),
            ),
        }[name]
        world.keep_run(workspace, "november", name, run)
        made = {
            TASK: world.review(
                workspace, task, name, {AXIS: score, "solution": 2},
                words={AXIS: words}, evidence={AXIS: chips}, comments=(comment,),
                probes=(("night-before", files),),
            )
        }  # fmt: skip
        for at, other in enumerate(OTHERS):
            scores = {"specification": 2 if name == "ben" else at}
            made[other] = world.review(workspace, workspace.task(other), name, scores)
        world.submit_all(workspace, "november", name, made)
    with world.lead_of(workspace, "november") as lead:
        lead.move_on("revealed")


def open_board(page: Page, server: LabServer, session: str) -> Locator:
    """The board of a session, measured."""
    page.goto(server.address())
    button = page.locator(".wb-Queue-chooser button", has_text=session)
    button.wait_for(state="attached")
    if not button.is_visible():  # an earlier page left the side bar closed
        page.keyboard.press("Control+b")
    button.click()
    # Tabs of an earlier page come back, hidden.
    board = page.locator(".wb-board:visible").filter(has_text=session)
    board.get_by_test_id("case-row").first.wait_for()
    page.keyboard.press("Control+b")  # the board alone
    return board


def draw(place: Studio, folder: Path, name: str, width: int) -> None:
    """The board and a case in one theme at one width."""
    suffix = "" if width == WIDTHS[0] else f"-{width}"
    for session, stem in (("Demo", "session-board"), ("November", "adjudication")):
        with place.page(width, 1000) as page:
            choose_theme(DeskPage(page, place.server), THEMES[name])
            board = open_board(page, place.server, session)
            if stem == "adjudication":
                row = board.locator(f"[data-task='{TASK}']").get_by_role("button")
                row.click()
                board.get_by_test_id("run-again").first.click()
                board.get_by_test_id("again").filter(has_text="same").first.wait_for()
                board.get_by_test_id(f"decide-{AXIS}-3").click()
                board.get_by_test_id(f"reason-{AXIS}").fill(
                    "The run shows it: nothing in the suite starts after midnight."
                )
                board.get_by_test_id(f"cause-{AXIS}-guideline_gap").click()
            page.wait_for_timeout(1500)
            keep(page, folder / f"{stem}-{name}{suffix}.png")


def main(folder: Path, themes: list[str], widths: list[int]) -> None:
    """Write session-board-*.png and adjudication-*.png."""
    with studio(prepare, env={"WORKBENCH_REVIEWER": world.LEAD}) as place:
        for name in themes:
            for width in widths:
                draw(place, folder, name, width)


if __name__ == "__main__":
    main(
        folder(),
        sys.argv[2].split(",") if len(sys.argv) > 2 else ["light"],
        [int(w) for w in sys.argv[3].split(",")] if len(sys.argv) > 3 else [WIDTHS[0]],
    )
