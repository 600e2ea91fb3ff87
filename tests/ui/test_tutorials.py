"""Every step of a tutorial can be done as its page tells it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.ui.conftest import ARTIFACTS, Browsing
from tests.ui.desk_page import DeskPage
from tests.ui.lab_server import LabServer
from tests.ui.tutorials.all import TUTORIALS
from tests.ui.tutorials.telling import PICTURES, Tutorial
from tests.whole import WHOLE

BY_TASK = pytest.mark.parametrize("tutorial", TUTORIALS, ids=lambda t: t.task)


@BY_TASK
def test_a_tutorials_page_tells_its_steps_in_half_an_hour_with_a_picture_each(
    tutorial: Tutorial,
) -> None:
    titles, pictures = tutorial.told()
    assert titles == [step.title for step in tutorial.steps]
    assert pictures == [tutorial.picture(n) for n, _ in enumerate(titles, start=1)]
    assert [p for p in pictures if not (PICTURES / p).is_file()] == []
    assert tutorial.minutes() == 30


# One of them in the gate, which has twenty minutes; the others take a minute each.
@pytest.mark.parametrize("tutorial", TUTORIALS if WHOLE else TUTORIALS[:1], ids=lambda t: t.task)
@pytest.mark.ui
@pytest.mark.sandbox
@pytest.mark.toolchain
@pytest.mark.slow
def test_every_step_of_a_tutorial_can_be_done(
    tutorial: Tutorial, new_browsing: Callable[..., Browsing], server: LabServer
) -> None:
    tutorial.walk(DeskPage(new_browsing().page, server), ARTIFACTS / "tutorials")
