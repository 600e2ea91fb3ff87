"""Under a strict content security policy: nothing of the desk is inline, nothing evaluated."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.ui import tasks
from tests.ui.conftest import Browsing
from tests.ui.desk_page import DeskPage
from tests.ui.lab_server import LabServer
from workbench.store.workspace import Workspace

pytestmark = [pytest.mark.ui, pytest.mark.sandbox]

_ALL = "default-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'"
# What JupyterLab itself needs: scripts and styles within its page, and a compiler of schemas.
ENFORCED = (
    f"{_ALL}; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'"
)
STRICT = f"{_ALL}; script-src 'self'; style-src 'self'; object-src 'none'; base-uri 'self'"
LISTEN = """
window.__violations = [];
document.addEventListener('securitypolicyviolation', event => window.__violations.push(
    [event.disposition, event.effectiveDirective, event.blockedURI, event.sourceFile, event.sample]
));
"""
OURS = "extensions/reviewer-workbench/"
MODULE = "wb-loaded"


def test_the_desk_keeps_a_strict_policy(
    new_browsing: Callable[..., Browsing], make_server: Callable[..., LabServer], tmp_path: Path
) -> None:
    workspace = Workspace.create(tmp_path / "ws")
    workspace.save_task(tasks.clamp("zz-policy"))
    headers = {
        "Content-Security-Policy": ENFORCED,
        "Content-Security-Policy-Report-Only": STRICT,
    }
    settings = json.dumps({"headers": headers})
    server = make_server(workspace.root, extra=(f"--ServerApp.tornado_settings={settings}",))
    browsing = new_browsing()
    # The strict policy is only reported: JupyterLab breaks it, and what is ours must not.
    browsing.watch.forgive(r"Content Security Policy")
    page = browsing.page
    page.add_init_script(LISTEN)
    desk = DeskPage(page, server)
    desk.deep_link("zz-policy")
    assert desk.run() == "pass"
    for tab in ("tab-solution", "tab-diff", "tab-what-if", "tab-comments", "tab-rubric"):
        desk.at(tab).click()
    desk.type_at_end("tests-editor", "\n\ndef test_more():\n    assert clamp(1, 1, 1) == 1\n")
    page.keyboard.press("Control+f")
    assert desk.run() == "pass"
    desk.at("help").click()
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    violations = page.evaluate("window.__violations")
    assert [v for v in violations if v[0] == "enforce"] == []
    # JupyterLab's loader puts an extension's own style sheet in by an element, as it does all.
    sources = {source for *_, source, _ in violations if OURS in (source or "")}
    assert [s for s in sources if MODULE in page.request.get(s).text()] == []
    assert violations, "the strict policy was not in force: JupyterLab alone breaks it"
