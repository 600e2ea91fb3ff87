"""The table of docs/benchmarks.md, drawn between two markers from what is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.figures import Figure, Group, Promise
from benchmarks.keeping import BUSY, ROOT, Kept

PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
TITLES = (
    "what", "promised", "measured", "beside", "ratio", "met?", "machine load, date", "command",
)  # fmt: skip
NONE = "–"
_WORDS = {"yes": "yes", "floor": "the floor", "no": "**no**", "": NONE}


def number(value: float, unit: str) -> str:
    """Three significant figures, and no fractions from a hundred on, with the unit."""
    whole = abs(value) >= 100 or value == int(value)
    text = f"{value:,.0f}" if whole else f"{value:.3g}"
    return f"{text} {unit}".rstrip()


def ratio(value: float) -> str:
    """The measured over what stands beside it, as a person says it."""
    if 0 < value < 0.5:
        return f"1 / {number(1 / value, '')}"
    return f"{value:.2f}" if value < 10 else number(value, "")


def promised(one: Promise) -> str:
    """Goal and floor in words."""
    if one.goal is None:
        return NONE
    words = "at most" if one.better == "less" else "at least"

    def bound(value: float) -> str:
        return number(value, one.unit) if one.on == "value" else f"{ratio(value)} of it"

    floor = "" if one.floor is None else f", floor {bound(one.floor)}"
    return f"{words} {bound(one.goal)}{floor}"


def measured(one: Promise, found: Figure) -> str:
    """The median, its spread, the number of values, and what a reader must know."""
    told = []
    if found.high is not None and found.low != found.high:
        # Of older figures only the greatest value was kept.
        low = "up" if found.low is None else number(found.low, "")
        told.append(f"{low} to {number(found.high, '')}")
    if found.n > 1:
        told.append(f"n {found.n:,}")
    if found.note and not _missing(one, found):
        told.append(found.note)
    return _plain(number(found.value, one.unit) + (f" ({', '.join(told)})" if told else ""))


def beside(one: Promise, found: Figure) -> str:
    """What it is compared with, or why it is not."""
    words = one.beside or NONE
    if found.peer is not None:
        return f"{words}: {number(found.peer, one.unit)}"
    return _plain(f"{words} ({found.note})" if _missing(one, found) else words)


def _missing(one: Promise, found: Figure) -> bool:
    """Whether the note says why nothing stands beside the figure."""
    return bool(one.beside and found.note and found.peer is None)


def _plain(text: str) -> str:
    return " ".join(text.replace("|", "/").split())


def machine(kept: Kept) -> str:
    """The state of the machine and the day."""
    if kept.load is None:
        state = kept.said or "load not kept"
    else:
        state = f"{kept.load[0]:.1f}, {kept.load[1]:.1f}"
    if kept.busy:
        state = f"**busy machine**: {state}"
    return f"{state}; {kept.cores} cores, {kept.at}, `{kept.commit}`"


def cells(one: Promise, kept: Kept | None) -> tuple[str, ...]:
    """A row of the table without its command, which is that of its group."""
    if kept is None:
        return one.what, promised(one), "not measured", one.beside or NONE, NONE, NONE, NONE
    found = kept.figure
    return (
        one.what, promised(one), measured(one, found), beside(one, found),
        NONE if found.ratio is None else ratio(found.ratio),
        _WORDS[one.met(found)], machine(kept),
    )  # fmt: skip


def table(groups: Sequence[Group], kept: Mapping[str, Kept]) -> str:
    """All of it, a row a promise, in the order of the registry, below its group's command."""
    lines = [line(TITLES), f"|{'---|' * len(TITLES)}"]
    for group in groups:
        blank = [""] * (len(TITLES) - 2)
        lines.append(line([f"**{group.title}**", *blank, f"`{group.command}`"]))
        lines += [line([*cells(one, kept.get(group.full(one))), ""]) for one in group.promises]
    return "\n".join(lines)


def line(row: Sequence[str]) -> str:
    """As Markdown."""
    return f"| {' | '.join(row)} |"


STATED = f"""\
Medians (least to greatest, number of values). A ratio is the measured over what stands beside it.
Load: processes that ran or waited for a core beside the benchmark, before and after; above {BUSY}
the machine was busy, and seconds are too long."""


def write(groups: Sequence[Group], kept: Mapping[str, Kept], page: Path = PAGE) -> None:
    """Draw it anew. Raises ValueError when the page has lost its markers."""
    text = page.read_text()
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page} must hold {BEGIN} and, below it, {END}; put them back")
    drawn = f"{BEGIN}\n{STATED}\n\n{table(groups, kept)}\n{END}"
    page.write_text(before + drawn + after)
