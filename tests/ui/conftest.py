"""One server and one browser for nearly all journeys; a page that forgives nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Dialog,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tests.ui import tasks
from tests.ui.desk_page import DeskPage
from tests.ui.lab_server import CHECKOUT, LABEXTENSION, LabServer
from workbench.store.workspace import Workspace

ARTIFACTS = CHECKOUT / "test-artifacts"
SCREENS = ARTIFACTS / "screens"
"""The last screen of every journey, under a name that stays the same over changes."""
CHROMIUM = "/usr/bin/chromium"
# A machine just set up, or busy with other tests, may need this long for what takes a second.
PATIENCE_MS = 120_000
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright_driver: Playwright) -> Iterator[Browser]:
    browser = playwright_driver.chromium.launch(
        executable_path=CHROMIUM, args=FLAGS, timeout=PATIENCE_MS
    )
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def make_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., LabServer]]:
    assert (LABEXTENSION / "package.json").is_file(), "build the front end first: make frontend"
    servers: list[LabServer] = []

    def make(workspace: Path, **options: Any) -> LabServer:
        server = LabServer(workspace, tmp_path_factory.mktemp("home"), **options)
        servers.append(server)
        server.start()
        return server

    yield make
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def server(
    make_server: Callable[..., LabServer], tmp_path_factory: pytest.TempPathFactory
) -> LabServer:
    """The shared server, on a demo workspace and the journeys' own tasks."""
    workspace = Workspace.create(tmp_path_factory.mktemp("shared") / "ws", demo=True)
    for name in (
        "queue",
        "run",
        "edit",
        "probe",
        "rubric",
        "kernel",
        "keys",
        "axe",
        "two",
        "reload",
        "close",
        "past",
        "apart",
    ):
        workspace.save_task(tasks.clamp(f"zz-{name}"))
    workspace.save_task(tasks.fees("zz-evidence"))
    workspace.save_task(tasks.clamp("zz-form"))
    tasks.documented_rubric(workspace, "zz-form")
    payroll = workspace.task("py-shift-payroll")  # a tutorial reviews the one itself
    workspace.save_task(payroll.model_copy(update={"id": "zz-payroll"}))
    workspace.save_task(tasks.slow("zz-slow"))
    for name in ("wait", "line-cut", "line-deaden"):
        workspace.save_task(tasks.waiting(f"zz-{name}"))
    workspace.save_task(tasks.hostile("zz-hostile"))
    workspace.refresh()
    return make_server(workspace.root)


class Watch:
    """Everything a page must not do. A journey may forgive what it provokes itself."""

    def __init__(self, context: BrowserContext) -> None:
        self.found: list[str] = []
        self.forgiven: list[str] = []
        self.origins: set[str] = set()
        """the servers that were asked"""
        context.on(
            "console",
            lambda message: self._console(message.type, message.text, message.location["url"]),
        )
        context.on("weberror", lambda error: self.found.append(f"page error: {error.error}"))
        context.on("dialog", self._dialog)
        context.on("request", lambda request: self._request(request.url))

    def _dialog(self, dialog: Dialog) -> None:
        # Lab asks before a page with a changed notebook is left; a dialog nobody answers blocks.
        if dialog.type != "beforeunload":
            self.found.append(f"dialog: {dialog.message}")
        dialog.accept()

    def _console(self, kind: str, text: str, url: str) -> None:
        if kind == "error" or "Content Security Policy" in text:
            self.found.append(f"console: {text} ({url})")

    def _request(self, url: str) -> None:
        if not re.match(r"(http|ws)://127\.0\.0\.1[:/]|data:|blob:", url):
            self.found.append(f"request off the machine: {url}")
        elif url.startswith("http"):
            self.origins.add("/".join(url.split("/", 3)[:3]))

    def forgive(self, pattern: str) -> None:
        """A complaint matching the pattern is expected in this journey."""
        self.forgiven.append(pattern)

    def complaints(self) -> list[str]:
        """What was found and not forgiven."""
        return [f for f in self.found if not any(re.search(p, f) for p in self.forgiven)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


FAILED = pytest.StashKey[bool]()


class Browsing:
    """A browser context with its page and what watches over it."""

    def __init__(self, chromium: Browser, scale: int = 1) -> None:
        self.scale = scale
        self.context = chromium.new_context(device_scale_factor=scale)
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.tracing.start(snapshots=True)
        self.watch = Watch(self.context)
        self.page: Page

    def begin(self, width: int, height: int) -> None:
        """A fresh page for a journey."""
        self.context.tracing.start_chunk()
        self.page = self.context.new_page()
        self.page.set_viewport_size({"width": width, "height": height})

    def end_journey(self, name: str, *, failed: bool) -> list[str]:
        """Keep the last screen, and the trace of a failed journey; the complaints of this one."""
        complaints = self.watch.complaints()
        place = ARTIFACTS / name
        if not self.page.is_closed():
            SCREENS.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=SCREENS / f"{name}.png")
        if failed or complaints:
            place.mkdir(parents=True, exist_ok=True)
            self.context.tracing.stop_chunk(path=place / "trace.zip")
        else:
            self.context.tracing.stop_chunk()
        self.watch.found.clear()
        self.watch.forgiven.clear()
        return complaints

    def forget(self) -> None:
        """Nothing a journey left but what was loaded: JupyterLab's scripts are most of a page."""
        self.context.clear_permissions()
        for page in self.context.pages:
            page.close()
        page = self.context.new_page()
        browser = self.context.new_cdp_session(page)
        for origin in self.watch.origins:
            kinds = "cookies,local_storage,indexeddb,cache_storage,service_workers"
            browser.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": kinds})
        page.close()
        self.watch.origins.clear()
        self.watch.found.clear()


@pytest.fixture(scope="session")
def shared_browsing(chromium: Browser) -> Iterator[Browsing]:
    browsing = Browsing(chromium)
    browsing.begin(1440, 900)
    browsing.context.tracing.stop_chunk()
    yield browsing
    browsing.context.close()


@pytest.fixture
def browsing(shared_browsing: Browsing, request: pytest.FixtureRequest) -> Iterator[Browsing]:
    """The page most journeys share: loading JupyterLab is what takes time."""
    shared_browsing.context.tracing.start_chunk()
    yield shared_browsing
    failed = request.node.stash.get(FAILED, True)
    complaints = shared_browsing.end_journey(request.node.name, failed=failed)
    assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="session")
def at_rest(chromium: Browser) -> Iterator[list[Browsing]]:
    """Contexts that no journey uses now. They hold what was loaded, and nothing else."""
    resting: list[Browsing] = []
    yield resting
    for browsing in resting:
        browsing.context.close()


@pytest.fixture
def new_browsing(
    chromium: Browser, at_rest: list[Browsing], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Browsing]]:
    """Makes further pages in contexts of their own."""
    made: list[Browsing] = []

    def make(width: int = 1440, height: int = 900, scale: int = 1) -> Browsing:
        known = next((one for one in at_rest if one.scale == scale), None)
        if known is not None:
            at_rest.remove(known)
        made.append(known or Browsing(chromium, scale))
        made[-1].begin(width, height)
        return made[-1]

    yield make
    failed = request.node.stash.get(FAILED, True)
    complaints = []
    for number, browsing in enumerate(made):
        complaints += browsing.end_journey(f"{request.node.name}-{number}", failed=failed)
        browsing.forget()
    at_rest.extend(made)
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def watch(browsing: Browsing) -> Watch:
    """What watches over the shared page."""
    return browsing.watch


@pytest.fixture
def desk(browsing: Browsing, server: LabServer) -> DeskPage:
    """The shared page on the shared server."""
    return DeskPage(browsing.page, server)
