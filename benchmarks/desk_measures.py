"""Single measures of the desk: by the page's own clock where the page alone is meant."""

from __future__ import annotations

import time

from playwright.sync_api import CDPSession, expect

from tests.ui.desk_page import DeskPage

# From the click to the frame after the desk of that task was drawn with its state.
_OPEN = """([row, id]) => new Promise(done => {
    const began = performance.now();
    const look = () => {
        const shown = [...document.querySelectorAll('.wb-desk.wb-loaded')].some(
            desk => desk.checkVisibility() && desk.textContent.includes(id)
        );
        if (shown) requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
        else requestAnimationFrame(look);
    };
    document.querySelector(row).click();
    look();
})"""

# From the event's own time stamp, which the browser gives before any script runs, to the task
# after the next frame: by then it is painted.
_LISTEN = """() => {
    window.__strokes = [];
    window.__stop?.();
    const heard = event => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => window.__strokes.push(performance.now() - event.timeStamp);
        channel.port2.postMessage(0);
    });
    document.addEventListener('keydown', heard, { capture: true });
    window.__stop = () => document.removeEventListener('keydown', heard, { capture: true });
}"""


def warm(desk: DeskPage) -> None:
    """Wait until the kernel answers: the queue then says whose reviews it shows."""
    expect(desk.page.locator(".wb-Queue")).to_contain_text("· ann", timeout=60_000)


def open_tab(desk: DeskPage, task_id: str) -> float:
    """Milliseconds from a click in the queue to the painted desk."""
    desk.page.get_by_label("Filter the queue").fill(task_id)
    expect(desk.page.locator(".wb-Queue-row").first).to_contain_text(task_id)
    took: float = desk.page.evaluate(_OPEN, [".wb-Queue-row", task_id])
    return took


def heap(devtools: CDPSession) -> float:
    """Bytes of JavaScript heap in use once the garbage is gone."""
    for _ in range(2):
        devtools.send("HeapProfiler.collectGarbage")
    return float(devtools.send("Runtime.getHeapUsage")["usedSize"])


def edit_to_disk(desk: DeskPage, task_id: str, number: int) -> float:
    """Milliseconds from the last keystroke of a word to the file that holds it."""
    desk.at("notes").click()
    desk.page.keyboard.press("Control+a")
    text = f"note {number}"
    desk.page.keyboard.type(text[:-1])
    began = time.perf_counter()
    desk.page.keyboard.type(text[-1])
    while desk.on_disk(task_id).get("notes") != text:
        time.sleep(0.002)
    return (time.perf_counter() - began) * 1e3


def keystrokes(desk: DeskPage, count: int) -> list[float]:
    """Milliseconds from each of so many keystrokes in the test editor to its paint."""
    editor = desk.at("tests-editor").locator(".cm-content")
    editor.click()
    desk.page.keyboard.press("Control+End")
    desk.page.keyboard.type("\n\n# ")
    desk.page.evaluate(_LISTEN)
    for number in range(count):
        desk.page.keyboard.press("abcdefghij"[number % 10])
        desk.page.wait_for_timeout(60)
    desk.page.wait_for_timeout(300)
    values: list[float] = desk.page.evaluate("window.__stop() || window.__strokes")
    assert len(values) == count, f"{len(values)} of {count} keystrokes were seen"
    return values


def start_jobs(desk: DeskPage) -> None:
    """A run and an assessment of the task in front."""
    desk.at("run").click()
    expect(desk.at("progress")).to_contain_text("test")
    desk.at("assess").click()
    expect(desk.at("job")).to_have_count(2)
    if desk.at("tab-given").get_attribute("aria-selected") != "true":
        desk.at("tab-given").click()


def end_jobs(desk: DeskPage) -> None:
    """Cancel both; the server is not left with work."""
    while desk.at("job-cancel").count():
        desk.at("job-cancel").first.click()
        desk.page.wait_for_timeout(500)
