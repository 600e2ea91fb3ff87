"""What people see: tables on stdout, remarks on stderr, JSON lines when asked. Rich lives here.

Titles, ids, reasons and messages come from tasks and are hostile: control and bidi characters are
made visible before a terminal sees them.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from workbench.errors import WorkbenchError

if TYPE_CHECKING:  # names only: `workbench --help` must not load the rooms
    from workbench.calibration.agreement import Row
    from workbench.exchange.base import Imported
    from workbench.model.assessment import Flag
    from workbench.sandboxes.base import Cancel
    from workbench.toolchains.base import ToolStatus

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)
_SHOWN = 8
"""survivors a task; `--json` has all"""


def visible(raw: str) -> str:
    """Text a terminal may show: control, format and bidi characters as `\\x1b`, `\\u202e`."""
    return "".join(
        c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
        else ascii(c)[1:-1]
        for c in raw
    )  # fmt: skip


def say(text: str) -> None:
    """A remark, on stderr."""
    err.print(Text(visible(text)))


def fail(error: WorkbenchError) -> None:
    """An error with its mend, on stderr."""
    err.print(Text.assemble(("error: ", "bold red"), visible(error.message)))
    if error.mend:
        err.print(Text.assemble(("  mend: ", "bold"), visible(error.mend)))


def show(line: Text) -> None:
    """A readable result, on stdout."""
    out.print(line)


def say_text(text: str) -> None:
    """A result as it is, on stdout."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")
    sys.stdout.flush()


def abandon_stdout() -> None:
    """After stdout failed: what is still buffered would fail again, with a traceback, at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say_json(value: dict[str, Any]) -> None:
    """One JSON line on stdout."""
    say_text(json.dumps(value, ensure_ascii=True))


def show_check(check: ToolStatus, *, as_json: bool) -> None:
    """A line of `doctor`."""
    if as_json:
        say_json({"check": check.check, "ok": check.ok, "detail": check.detail, "mend": check.mend})
        return
    mark = ("ok      ", "green") if check.ok else ("missing ", "bold red")
    out.print(Text.assemble(mark, (f"{check.check:<34} ", "bold"), visible(check.detail)))
    if not check.ok and check.mend:
        out.print(Text.assemble("        mend: ", (visible(check.mend), "bold")))


def show_import(result: Imported, *, as_json: bool) -> None:
    """A line of `import`; readable output names only what was refused."""
    if as_json:
        say_json(
            {
                "source": result.source,
                "line": result.line,
                "task_id": result.task.id if result.task else None,
                "ok": result.task is not None,
                "reason": result.reason,
            }
        )
    elif result.task is None:
        place = f"{result.source}:{result.line}: " if result.line else f"{result.source}: "
        out.print(Text.assemble(("refused ", "red"), visible(place + result.reason)))


def show_agreement(rows: Sequence[Row], *, as_json: bool) -> None:
    """The rows of one axis: a small table, or a JSON line each."""
    if as_json:
        for row in rows:
            say_json(row.as_dict())
        return
    first = rows[0]
    out.print(Text(visible(first.axis), style="bold"))
    for row in rows:
        name = f"{row.statistic} {visible(row.level)}".strip()
        value = "     -" if row.value is None else f"{row.value:6.3f}"
        between = "" if row.low is None or row.high is None else f"{row.low:.3f} to {row.high:.3f}"
        counted = f"{row.n_items} items, {row.n_raters} raters"
        out.print(
            Text.assemble(
                f"  {name:<32} ", (value, "bold"), f"  {between:<16}  {counted}  ",
                (visible(row.note), "dim"),
            )
        )  # fmt: skip


def show_flags(task_id: str, flags: Sequence[Flag], *, as_json: bool) -> None:
    """What lint found of one task; nothing is printed of one without flags, but as JSON."""
    if as_json:
        say_json({"task_id": task_id, "flags": [f.model_dump(mode="json") for f in flags]})
        return
    for flag in flags:
        style = {"high": "bold red", "medium": "yellow"}.get(flag.severity, "")
        words = f"  {flag.kind.replace('_', ' ')}: {flag.message}"
        out.print(Text.assemble((f"{flag.severity:<7}", style), visible(f"{task_id}{words}")))
        for line in flag.evidence[:_SHOWN]:
            out.print(Text(visible(f"         {line}"[:200]), style="dim"))


@contextlib.contextmanager
def interruptible(cancel: Cancel) -> Iterator[None]:
    """Ctrl-C raises `cancel` and lets what is done be kept; a second one stops at once."""

    def stop(number: int, frame: object) -> None:
        signal.signal(signal.SIGINT, before)
        cancel.set()
        # It may come in the midst of a line that is being written there.
        with contextlib.suppress(RuntimeError):
            say("stopping...")

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
