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
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.text import Text

from workbench.errors import WorkbenchError

if TYPE_CHECKING:  # names only: `workbench --help` must not load the rooms
    from workbench.calibration.agreement import Row
    from workbench.exchange.base import Imported
    from workbench.model.assessment import Flag
    from workbench.sandboxes.base import Cancel
    from workbench.toolchains.base import ToolStatus

_out = Console(highlight=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, soft_wrap=True)
_SHOWN = 8
"""survivors a task; `--json` has all"""
_STYLES = {"pass": "green", "fail": "red", "tampered": "bold red", "infrastructure": "magenta"}


def visible(raw: str) -> str:
    """Text a terminal may show: control, format and bidi characters as `\\x1b`, `\\u202e`."""
    return "".join(
        c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
        else ascii(c)[1:-1]
        for c in raw
    )  # fmt: skip


def say(text: str) -> None:
    """A remark, on stderr."""
    _err.print(Text(visible(text)))


def fail(error: WorkbenchError) -> None:
    """An error with its mend, on stderr."""
    _err.print(Text.assemble(("error: ", "bold red"), visible(error.message)))
    if error.mend:
        _err.print(Text.assemble(("  mend: ", "bold"), visible(error.mend)))


def show(line: Text) -> None:
    """A readable result, on stdout."""
    _out.print(line)


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
    _out.print(Text.assemble(mark, (f"{check.check:<34} ", "bold"), visible(check.detail)))
    if not check.ok and check.mend:
        _out.print(Text.assemble("        mend: ", (visible(check.mend), "bold")))


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
        _out.print(Text.assemble(("refused ", "red"), visible(place + result.reason)))


def show_agreement(rows: Sequence[Row], *, as_json: bool) -> None:
    """The rows of one axis: a small table, or a JSON line each."""
    if as_json:
        for row in rows:
            say_json(row.as_dict())
        return
    first = rows[0]
    _out.print(Text(visible(first.axis), style="bold"))
    for row in rows:
        name = f"{row.statistic} {visible(row.level)}".strip()
        value = "     -" if row.value is None else f"{row.value:6.3f}"
        between = "" if row.low is None or row.high is None else f"{row.low:.3f} to {row.high:.3f}"
        counted = f"{row.n_items} items, {row.n_raters} raters"
        _out.print(
            Text.assemble(
                f"  {name:<32} ", (value, "bold"), f"  {between:<16}  {counted}  ",
                (visible(row.note), "dim"),
            )
        )  # fmt: skip


class _Progress:
    """A bar on stderr while a person is looking."""

    _bar: Bar

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()


class RunProgress(_Progress):
    """Results of `run` as they come, over a progress bar when a person is looking."""

    def __init__(self, *, total: int | None, as_json: bool) -> None:
        self._json = as_json
        self._counts: dict[str, int] = {}
        self._bar = Bar(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            TimeElapsedColumn(), console=_err, transient=True,
            disable=as_json or not sys.stderr.isatty(),
        )  # fmt: skip
        self._task = self._bar.add_task("running", total=total)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        super().__exit__(kind, value, trace)
        if not self._json and self._counts:
            told = ", ".join(f"{n} {word}" for word, n in sorted(self._counts.items()))
            say(f"{sum(self._counts.values())} runs: {told}")

    def show(self, value: dict[str, Any]) -> None:
        """One result, as `running.as_dict` gives it."""
        self._bar.advance(self._task)
        word = str(value["verdict"])
        self._counts[word] = self._counts.get(word, 0) + 1
        if self._json:
            say_json(value)
            return
        subject = f"{value['task_id']}  {value['solution']} x {value['suite']}"
        cached = " (answered from the cache)" if value["cached"] else ""
        # A limit that is silently absent is worse than none: the label stands on every line.
        names = [entry.partition(":")[0] for entry in value["unenforced"]]
        loose = f"  not enforced here: {', '.join(names)}" if "memory" in names else ""
        _out.print(
            Text.assemble(
                (f"{word:<15}", _STYLES.get(word, "yellow")),
                f"{value['grade'] or '-'} {subject}  ",
                (visible(f"{value['reason']}  {value['duration_s']:.2f} s{cached}"), "dim"),
                (visible(loose), "bold yellow"),
            )
        )
        if value["unsaved"]:
            say(f"the run of {subject} is not kept: {value['unsaved']}")


def show_flags(task_id: str, flags: Sequence[Flag], *, as_json: bool) -> None:
    """What lint found of one task; nothing is printed of one without flags, but as JSON."""
    if as_json:
        say_json({"task_id": task_id, "flags": [f.model_dump(mode="json") for f in flags]})
        return
    for flag in flags:
        style = {"high": "bold red", "medium": "yellow"}.get(flag.severity, "")
        words = f"  {flag.kind.replace('_', ' ')}: {flag.message}"
        _out.print(Text.assemble((f"{flag.severity:<7}", style), visible(f"{task_id}{words}")))
        for line in flag.evidence[:_SHOWN]:
            _out.print(Text(visible(f"         {line}"[:200]), style="dim"))


class ReportProgress(_Progress):
    """What is being read, and how far."""

    def __init__(self) -> None:
        self._bar = Bar(
            TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(),
            TimeElapsedColumn(), console=_err, transient=True, disable=not sys.stderr.isatty(),
        )  # fmt: skip
        self._task = self._bar.add_task("reading", total=None)

    def say(self, what: str, done: int, of: int) -> None:
        """`of` 0: nobody knows yet."""
        self._bar.update(self._task, description=what, completed=done, total=of or None)


class AssessProgress(_Progress):
    """Assessments as they come; what is being done stands below while a person is looking."""

    def __init__(self, *, total: int, as_json: bool) -> None:
        self._json = as_json
        self._bar = Bar(
            TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(),
            TimeElapsedColumn(), console=_err, transient=True,
            disable=as_json or not sys.stderr.isatty(),
        )  # fmt: skip
        self._task = self._bar.add_task("assessing", total=total)

    def say(self, what: str) -> None:
        """What is being done now."""
        self._bar.update(self._task, description=visible(what)[:70])

    def show(self, value: dict[str, Any]) -> None:
        """One assessment, as `assessed.as_dict` gives it."""
        self._bar.advance(self._task)
        if self._json:
            say_json(value)
            return
        mutants, shares = value["mutants"], value["coverage"]
        strength = "-" if value["strength"] is None else f"{value['strength']:.2f}"
        _out.print(
            Text.assemble(
                (f"{strength:<5}", "bold"),
                visible(f"{value['task_id']}  {value['solution']} x {value['suite']}  "),
                (
                    f"{mutants['killed']} of {mutants['killed'] + mutants['survived']} mutants"
                    f" detected, lines {_percent(shares['line'])}, branches"
                    f" {_percent(shares['branch'])}, {value['reruns']} reruns"
                    f"  {value['duration_s']:.1f} s",
                    "dim",
                ),
            )
        )
        for flag in value["flags"]:
            style = {"high": "bold red", "medium": "yellow"}.get(flag["severity"], "dim")
            _out.print(
                Text.assemble(
                    (f"      {flag['severity']:<7}", style),
                    visible(f"{flag['kind']}: {flag['message']}"),
                )
            )
        for survivor in value["survivors"][:_SHOWN]:
            before, after = (" ".join(survivor[k].split())[:60] for k in ("before", "after"))
            place = f"{survivor['file']}:{survivor['line']}"
            _out.print(Text(visible(f"      survivor  {place}  {before} -> {after}"), "dim"))
        for problem in value["problems"]:
            _out.print(Text(visible(f"      not measured: {problem}"), "dim"))


def _percent(share: float | None) -> str:
    return "not measured" if share is None else f"{share:.0%}"


@contextlib.contextmanager
def interruptible(cancel: Cancel) -> Iterator[None]:
    """Ctrl-C raises `cancel` and lets what is done be kept; a second one stops at once."""

    def stop(number: int, frame: object) -> None:
        signal.signal(signal.SIGINT, before)
        say("stopping...")
        cancel.set()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
