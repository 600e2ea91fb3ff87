"""One server and one browser for nearly all journeys; a page that forgives nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.ui import tasks
from tests.ui.desk_page import DeskPage
from tests.ui.lab_server import CHECKOUT, LABEXTENSION, LabServer
from workbench.store.workspace import Workspace

ARTIFACTS = CHECKOUT / "test-artifacts"
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright_driver: Playwright) -> Iterator[Browser]:
    browser = playwright_driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
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
    for name in ("queue", "run", "edit", "probe", "rubric", "kernel", "keys", "axe", "two"):
        workspace.save_task(tasks.clamp(f"zz-{name}"))
    workspace.save_task(tasks.slow("zz-slow"))
    workspace.save_task(tasks.hostile("zz-hostile"))
    workspace.refresh()
    return make_server(workspace.root)


class Watch:
    """Everything a page must not do. A journey may forgive what it provokes itself."""

    def __init__(self, context: BrowserContext) -> None:
        self.found: list[str] = []
        self.forgiven: list[str] = []
        context.on("console", lambda message: self._console(message.type, message.text))
        context.on("weberror", lambda error: self.found.append(f"page error: {error.error}"))
        context.on("dialog", lambda dialog: self.found.append(f"dialog: {dialog.message}"))
        context.on("request", lambda request: self._request(request.url))

    def _console(self, kind: str, text: str) -> None:
        if kind == "error" or "Content Security Policy" in text:
            self.found.append(f"console: {text}")

    def _request(self, url: str) -> None:
        if not re.match(r"(http|ws)://127\.0\.0\.1[:/]|data:|blob:", url):
            self.found.append(f"request off the machine: {url}")

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


@pytest.fixture
def watch() -> list[Watch]:
    return []


@pytest.fixture
def new_page(
    chromium: Browser, request: pytest.FixtureRequest, watch: list[Watch]
) -> Iterator[Callable[..., Page]]:
    """Makes pages in contexts of their own; keeps picture and trace of a failed journey."""
    contexts: list[BrowserContext] = []

    def make(width: int = 1440, height: int = 900) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height})
        context.tracing.start(screenshots=True, snapshots=True)
        watch.append(Watch(context))
        contexts.append(context)
        return context.new_page()

    yield make
    complaints = [c for w in watch for c in w.complaints()]
    failed = request.node.stash.get(FAILED, True) or complaints
    for number, context in enumerate(contexts):
        place = ARTIFACTS / request.node.name / str(number)
        if failed:
            place.mkdir(parents=True, exist_ok=True)
            for page in context.pages:
                page.screenshot(path=place / "page.png")
            context.tracing.stop(path=place / "trace.zip")
        context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def desk(new_page: Callable[..., Page], server: LabServer) -> DeskPage:
    """A page on the shared server."""
    return DeskPage(new_page(), server)
