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
    return f"1 / {number(1 / value, '')}" if 0 < value < 0.5 else f"{value:.2f}"


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
    """The median, its spread and the number of values."""
    text = number(found.value, one.unit)
    if found.n == 1:
        return text
    if found.low is None or found.high is None or found.low == found.high:
        return f"{text} (n {found.n:,})"
    low, high = number(found.low, ""), number(found.high, "")
    return f"{text} ({low} to {high}, n {found.n:,})"


def beside(one: Promise, found: Figure) -> str:
    """What it is compared with, or why it is not."""
    words = one.beside or NONE
    if found.peer is not None:
        words = f"{words}: {number(found.peer, one.unit)}"
    if found.note:
        words = found.note if words == NONE else f"{words} ({found.note})"
    return words.replace("|", "/").replace("\n", " ")


def machine(kept: Kept) -> str:
    """The state of the machine and the day."""
    if kept.load is None:
        state = kept.said or "load not kept"
    else:
        state = f"{kept.load[0]:.1f}, {kept.load[1]:.1f}"
        if kept.busy:
            state = f"**busy machine**: {state}"
    return f"{state}; {kept.cores} cores, {kept.at}, `{kept.commit}`"


def cells(group: Group, one: Promise, kept: Kept | None) -> tuple[str, ...]:
    """A row of the table."""
    what, command = f"{group.title}: {one.what}", f"`{group.command}`"
    if kept is None:
        return what, promised(one), "not measured", one.beside or NONE, NONE, NONE, NONE, command
    found = kept.figure
    return (
        what, promised(one), measured(one, found), beside(one, found),
        NONE if found.ratio is None else ratio(found.ratio),
        _WORDS[one.met(found)], machine(kept), command,
    )  # fmt: skip


def table(groups: Sequence[Group], kept: Mapping[str, Kept]) -> str:
    """All of it, a row a promise, in the order of the registry."""
    lines = [_line(TITLES), f"|{'---|' * len(TITLES)}"]
    lines += [
        _line(cells(group, one, kept.get(group.full(one))))
        for group in groups
        for one in group.promises
    ]
    return "\n".join(lines)


def _line(row: Sequence[str]) -> str:
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
