"""Draws the queue and another reviewer's task: `python -m tests.ui.queue_pictures [FOLDER]`."""

from __future__ import annotations

from pathlib import Path

from tests.ui import session_world as world
from tests.ui import tasks
from tests.ui.desk_page import DeskPage
from tests.ui.frame import THEMES, folder, keep, studio
from tests.ui.lab_server import REVIEWER
from tests.ui.test_looks import choose_theme
from workbench.model.assessment import Assessment, Flag
from workbench.store.assessments import AssessmentFolder
from workbench.store.leases import Leases
from workbench.store.workspace import Workspace


def prepare(workspace: Workspace) -> None:
    """Tasks in every state, some assessed, two of them another reviewer's."""
    folder = AssessmentFolder(workspace.root / "assessments")
    names = [name for name in workspace.task_ids() if not name.startswith("zz")]
    for at, name in enumerate(names):
        task = workspace.task(name)
        if at % 2 == 0:
            flags = (Flag(kind="k", severity="high", message="m"),) if at % 3 == 0 else ()
            folder.save(Assessment(
                id="0" * 64, task_id=name, language=task.language, solution="candidate",
                suite="given", strength=at * 37 % 100 / 100, flags=flags,
            ))  # fmt: skip
        review = world.review(workspace, task, REVIEWER, {}).model_copy(
            update={"active_s": 900.0 + 311 * at}
        )
        if at % 5 == 1:
            workspace.submit(workspace.save_review(review, based_on=0))
        elif at % 5 == 2:
            workspace.save_review(review, based_on=0)
        elif at % 7 == 0:
            workspace.skips.skip(name, REVIEWER, "I wrote it")
    ben = Leases(workspace.root, "benedikta.long-name", 45, process="elsewhere/1/2")
    for name in (names[3], names[8], "zz-held"):
        ben.take(name)
    workspace.refresh()


def main(folder: Path) -> None:
    """Write queue-*.png."""

    def held(workspace: Workspace) -> None:
        workspace.save_task(tasks.clamp("zz-held"))
        prepare(workspace)

    with studio(held) as place:
        for name, theme in THEMES.items():
            for width in (1280, 1920):
                with place.page(width, 900) as page:
                    desk = DeskPage(page, place.server)
                    choose_theme(desk, theme)
                    desk.open("zz-held")
                    page.get_by_label("Filter the queue").fill("")
                    page.get_by_label("Order of the list").select_option(
                        label="Weakest tests first" if width == 1280 else "By state"
                    )
                    page.locator(".wb-Queue-list").focus()
                    page.keyboard.press("Home")
                    page.wait_for_timeout(1200)
                    keep(page, folder / f"queue-{name}-{width}.png")


if __name__ == "__main__":
    main(folder())
