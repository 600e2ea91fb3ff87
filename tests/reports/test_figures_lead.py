"""Every figure leads to what is behind it, in every kind of report."""

from __future__ import annotations

import pytest

from tests.reports.evidence import bare
from tests.reports.test_task_reports import Page
from tests.reports.test_valid_html import hostile_world
from tests.reports.worlds import a_world
from workbench.commands.reporting import Asked, write
from workbench.jupyter.calibration import Seen
from workbench.reports import sessions
from workbench.sessions.confusing import confusions
from workbench.store.workspace import Workspace


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> list[Workspace]:
    return [make(tmp_path_factory.mktemp("lead")) for make in (a_world, hostile_world)]


def test_every_number_of_a_page_leads_to_its_evidence(worlds: list[Workspace]) -> None:
    for world in worlds:
        one_each = [Asked(tasks=[name]) for name in world.task_ids()]
        for folder in (world.root, world.root.parent):
            for asked in (Asked(), Asked(reviewer="maria.lopez"), *one_each):
                out = folder / "r.html"
                write(world, asked, out, lambda *_: None)
                page = out.read_text()
                assert bare(page) == [], (asked, folder)
                for link in Page(page).links:
                    assert link.startswith("#") or (folder / link).exists(), link


def test_every_number_of_a_sessions_page_leads_to_the_ratings(demo: Seen) -> None:
    measures = sessions.without_names(demo.measures, lambda person: f"reviewer-{person}")
    about = sessions.about_this("ws", names=False)
    page = "".join(sessions.html(measures, confusions(demo.record), about))
    assert bare(page) == []
    for task in measures.tasks[:3]:
        assert task.task_id in Page(page).text.partition("Ratings")[2]


def test_a_number_without_evidence_is_found() -> None:
    held = "<html><body><p>2 of <a href='#x'>3</a></p><table><tr><td>{}</td></tr></table>"
    assert bare(held.format("<a href='#x'>4</a></td><td>5")) == []
    assert bare(held.format("7 of 9")) == ["7 of 9"]
    assert bare(held.format("<code>7</code>")) == []
