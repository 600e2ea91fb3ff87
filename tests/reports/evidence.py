"""Walks every number of a page: each has a link to what is behind it, or stands where one is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

# Names, code and what tasks, people and tools said word for word: a number in it is no figure.
_QUOTED = {"title", "style", "svg", "pre", "code", "summary", "h1", "h2", "h3", "th", "del", "ins",
           "bdi", "time"}  # fmt: skip
_WORDS = {"mono", "said", "unmeasured"}
_VOID = {"meta", "br", "col", "hr", "img"}


@dataclass
class _Part:
    tag: str
    classes: set[str]
    known: dict[str, str | None]
    leads: bool = False
    """a link, or the name of a file of the workspace, stands in it"""
    figures: list[str] = field(default_factory=list)
    """numbers in it that nothing stands behind yet"""

    @property
    def holds(self) -> bool:
        """Whether a link in it is for all its numbers."""
        whole = "data-counted" in self.known or "task" in self.classes
        return self.tag in ("tr", "li", "p", "dd") or (self.tag in ("section", "div") and whole)


class Figures(HTMLParser):
    """`bare`: numbers with nothing behind them, each in its words. `links`: where links lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._open: list[_Part] = []
        self.bare: list[str] = []
        self.links: list[str] = []
        self.counted = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag in _VOID:
            return
        self._open.append(_Part(tag, set((known.get("class") or "").split()), known))
        if tag == "a" and known.get("href"):
            self.links.append(str(known["href"]))
            self._lead()

    def handle_endtag(self, tag: str) -> None:
        part = self._open.pop()
        assert part.tag == tag
        if part.figures and not (part.holds and part.leads):
            if self._open:
                self._open[-1].figures += part.figures
            else:
                self.bare += part.figures

    def handle_data(self, data: str) -> None:
        tags = {part.tag for part in self._open}
        if "code" in tags and re.search(r"\w/\w|\w \w|^[0-9a-f]{12}$", data):
            self._lead()
        if tags & _QUOTED or any(part.classes & _WORDS for part in self._open):
            return
        if re.search(r"\d", data):
            self.counted += 1
            if "a" not in tags:
                self._open[-1].figures.append(" ".join(data.split())[:120])

    def _lead(self) -> None:
        for part in self._open:
            part.leads = True


def bare(text: str) -> list[str]:
    """Numbers of a page with nothing behind them; what the report says of itself is left out."""
    body, _, _ = text.partition('<h2 id="about"')
    found = Figures(body + "</body></html>")
    assert found.counted > 0
    return found.bare
