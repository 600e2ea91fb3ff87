"""A task file that cannot be judged says why, on screen, and stays as it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.ui import tasks
from tests.ui.conftest import Browsing
from tests.ui.lab_server import LabServer
from tests.whole import WHOLE
from workbench.store.workspace import Workspace

pytestmark = [pytest.mark.ui, pytest.mark.sandbox]

BAD = {
    "zz-malformed": ("{", "not JSON"),
    "zz-future": ('{"schema_version": 99}', "newer workbench"),
    "zz-escaping": (
        tasks.clamp("zz-escaping").model_dump_json().replace('"clamp.py"', '"../clamp.py"'),
        "plain relative path",
    ),
}


@pytest.fixture(scope="module")
def bad_files(
    make_server: Callable[..., LabServer], tmp_path_factory: pytest.TempPathFactory
) -> LabServer:
    """A server of its own: Lab remembers open tabs, and these must trouble no other journey."""
    workspace = Workspace.create(tmp_path_factory.mktemp("bad") / "ws")
    for task_id, (text, _) in BAD.items():
        workspace.task_path(task_id).write_text(text)
    return make_server(workspace.root)


# The one that would do harm; all of them with `WORKBENCH_WHOLE=1`.
@pytest.mark.parametrize("task_id", sorted(BAD) if WHOLE else ["zz-escaping"])
def test_bad_task_file_is_explained_and_left_alone(
    bad_files: LabServer, new_browsing: Callable[..., Browsing], task_id: str
) -> None:
    text, reason = BAD[task_id]
    page = new_browsing().page
    page.goto(bad_files.address(f"/lab/tree/tasks/{task_id}.task.json"))
    expect(page.get_by_text(reason).first).to_be_visible()
    assert (bad_files.workspace / "tasks" / f"{task_id}.task.json").read_text() == text
    assert not (bad_files.workspace / "reviews" / task_id).exists()
