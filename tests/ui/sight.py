"""What must be in sight and in reach on a screen of any size, and a place for pictures."""

from __future__ import annotations

from playwright.sync_api import Locator

from tests.ui.conftest import SCREENS
from tests.ui.desk_page import DeskPage

# A control is in reach when, scrolled to, its middle is itself: not cut, not behind another.
_OUT_OF_REACH = """(desk, within) => {
    const found = [];
    const say = (what, node) => found.push(
        `${what}: <${node.tagName.toLowerCase()}> ${node.dataset.testid || ''} ` +
        `"${(node.getAttribute('aria-label') || node.textContent).trim().slice(0, 40)}"`
    );
    if (desk.scrollWidth > desk.clientWidth + 1) say('wider than the desk', desk);
    const kinds = 'button, select, input, textarea, summary, a[href], [role=slider], ' +
        '[role=separator]';
    const parts = within.length ? within.map(one => document.querySelector(one)) : [desk];
    for (const node of parts.flatMap(part => [...part.querySelectorAll(kinds)])) {
        if (!node.checkVisibility({ visibilityProperty: true })) continue;
        if (node.closest('.cm-editor')) continue;
        node.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
        const box = node.getBoundingClientRect();
        if (box.width < 1 || box.height < 1) continue;
        const x = Math.min(box.left + box.width / 2, innerWidth - 1);
        const y = Math.min(box.top + Math.min(box.height / 2, 20), innerHeight - 1);
        const hit = document.elementFromPoint(x, y);
        const within = hit && (node.contains(hit) || hit.contains(node));
        if (!within && !hit?.closest('label')?.contains(node)) say('out of reach', node);
        const around = desk.getBoundingClientRect();
        if (box.left < around.left - 1 || box.right > around.right + 1) say('cut', node);
    }
    return found;
}"""


def out_of_reach(desk: DeskPage, *within: str) -> list[str]:
    """Controls of the desk in front, or of parts of it, that cannot be scrolled to and hit."""
    found: list[str] = desk.desk.evaluate(_OUT_OF_REACH, list(within))
    return found


def shown_by(tab: Locator) -> tuple[str, str]:
    """What a choice of this tab changes: its row and the panel beneath it."""
    panel = tab.get_attribute("aria-controls")
    return f"[role=tablist]:has([aria-controls={panel}])", f"#{panel}"


def tabs(desk: DeskPage) -> list[Locator]:
    """Every tab in sight, whatever it is called."""
    return desk.desk.get_by_role("tab").filter(visible=True).all()


def keep_screen(desk: DeskPage, name: str) -> None:
    """A picture under a name that stays the same, to compare from one change to the next."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    desk.page.screenshot(path=SCREENS / f"{name}.png")
