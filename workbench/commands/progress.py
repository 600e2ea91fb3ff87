"""Progress of what takes long, on stderr while a person looks; results on stdout as they come."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from types import TracebackType
from typing import Any, Self

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.text import Text

from workbench.commands.console import err, out, say, say_json, visible
from workbench.commands.pace import Pace
from workbench.store.leftovers import clear_aside

_SHOWN = 8
"""survivors a task; `--json` has all"""
_STYLES = {"pass": "green", "fail": "red", "tampered": "bold red", "infrastructure": "magenta"}
_SAID_EVERY_S = 30.0
"""where nobody looks at a bar: a line a log can hold"""
_READING_SAID_EVERY_S = 2.0
"""the same of a report, which takes seconds to minutes"""
_BEAT_S = 15.0
_LOOK_S = 1.0
"""between two looks whether somebody wants the audit to stop"""


def _bar(first: str, *, disable: bool) -> Bar:
    return Bar(
        TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}", markup=False), TimeElapsedColumn(),
        console=err, transient=True, disable=disable,
    )  # fmt: skip


class ReportProgress:
    """What is being read, and how far."""

    def __init__(self) -> None:
        self._bar = _bar("reading", disable=not sys.stderr.isatty())
        self._task = self._bar.add_task("reading", total=None, pace="")
        self._said = time.monotonic()

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def say(self, what: str, done: int, of: int) -> None:
        """`of` 0: nobody knows yet."""
        self._bar.update(self._task, description=what, completed=done, total=of or None)
        if self._bar.disable and time.monotonic() - self._said >= _READING_SAID_EVERY_S:
            self._said = time.monotonic()
            say(f"{what}, {done} of {of}" if of else what)


class _Audit:
    """An audit's progress: how many, how fast, how long yet; in a file of the workspace, too."""

    def __init__(self, pace: Pace, what: str, *, as_json: bool) -> None:
        self._json = as_json
        self.pace = pace
        self._said = time.monotonic()
        self._over = threading.Event()
        self._bar = _bar(what, disable=not sys.stderr.isatty())
        self._task = self._bar.add_task(what, total=pace.total, pace="")

    def __enter__(self) -> Self:
        self._bar.start()
        if self.pace.folder is not None:
            clear_aside(self.pace.folder.folder.parent)
        # A daemon: it only writes how far the audit is, and must not keep it from ending.
        threading.Thread(target=self._beat, daemon=True, name="audit-beat").start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._bar.stop()
        short = self.pace.total is not None and self.pace.done < self.pace.total
        self.pace.end(stopped=kind is not None or short)

    def _beat(self) -> None:
        beat, asked = time.monotonic(), False
        while not self._over.wait(_LOOK_S):
            if time.monotonic() - beat >= _BEAT_S:
                beat = time.monotonic()
                self.pace.beat()
            if not asked and self.pace.is_to_stop():
                asked = True
                say("asked to stop by somebody who looks on")
                # As Ctrl-C, in all it does: there is one way to end early.
                os.kill(os.getpid(), signal.SIGINT)

    def say(self, what: str) -> None:
        """What is being done now."""
        self._bar.update(self._task, description=visible(what)[:70])

    def ended(self, *, known: bool = False, failed: bool = False) -> None:
        """Another one is over."""
        self.pace.one(known=known, failed=failed)
        words = self.pace.words().partition(", ")[2]
        self._bar.update(self._task, advance=1, total=self.pace.total, pace=words)
        if self._bar.disable and time.monotonic() - self._said >= _SAID_EVERY_S:
            self._said = time.monotonic()
            say(self.pace.words())


class RunProgress(_Audit):
    """Results of `run`."""

    def __init__(self, pace: Pace, *, as_json: bool) -> None:
        super().__init__(pace, "running", as_json=as_json)
        self._counts: dict[str, int] = {}

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
        word = str(value["verdict"])
        self._counts[word] = self._counts.get(word, 0) + 1
        self.pace.fell_short += word not in ("pass", "infrastructure")
        subject = f"{value['task_id']}  {value['solution']} x {value['suite']}"
        if value["unsaved"]:
            say(f"the run of {subject} is not kept: {value['unsaved']}")
        if self._json:
            say_json(value)
            return
        cached = " (answered from the cache)" if value["cached"] else ""
        # A limit that is silently absent is worse than none: the label stands on every line.
        names = [entry.partition(":")[0] for entry in value["unenforced"]]
        loose = f"  not enforced here: {', '.join(names)}" if "memory" in names else ""
        out.print(
            Text.assemble(
                (f"{word:<15}", _STYLES.get(word, "yellow")),
                f"{value['grade'] or '-'} {subject}  ",
                (visible(f"{value['reason']}  {value['duration_s']:.2f} s{cached}"), "dim"),
                (visible(loose), "bold yellow"),
            )
        )


class AssessProgress(_Audit):
    """Assessments; what is being done stands before the bar while a person is looking."""

    def __init__(self, pace: Pace, *, as_json: bool) -> None:
        super().__init__(pace, "assessing", as_json=as_json)

    def show(self, value: dict[str, Any]) -> None:
        """One assessment, as `assessed.as_dict` gives it."""
        self.pace.high += any(flag["severity"] == "high" for flag in value["flags"])
        if self._json:
            say_json(value)
            return
        mutants, shares = value["mutants"], value["coverage"]
        strength = "-" if value["strength"] is None else f"{value['strength']:.2f}"
        out.print(
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
            out.print(
                Text.assemble(
                    (f"      {flag['severity']:<7}", style),
                    visible(f"{flag['kind']}: {flag['message']}"),
                )
            )
        self._evidence(value)
        for survivor in value["survivors"][:_SHOWN]:
            before, after = (" ".join(survivor[k].split())[:60] for k in ("before", "after"))
            place = f"{survivor['file']}:{survivor['line']}"
            words = f"      survivor  {place}  {before} -> {after or 'nothing'}"
            if witness := survivor["witness"]:
                told = f"{witness['input'][:120]} {witness['original'][:80]}"
                words += f"; {told}, with the change it {witness['mutated'][:80]}"
            elif survivor["searched"]:
                words += f"; {survivor['searched'][:200]}"
            out.print(Text(visible(words), "dim"))
        for problem in value["problems"]:
            out.print(Text(visible(f"      not measured: {problem}"), "dim"))

    def _evidence(self, value: dict[str, Any]) -> None:
        """What of a table of gates and tests a person asks for next."""
        said = {True: "hold", False: "broken", None: "not tried"}
        gates = [(name, said[gate["ok"]]) for name, gate in value["gates"].items()]
        for word in said.values():
            names = ", ".join(name for name, is_so in gates if is_so == word)
            if names:
                out.print(Text(f"      gates {word}: {names}", "dim"))
        for example in value["counterexamples"]:
            told = f"{example['other']} {example['expected'][:120]}"
            words = f"      input  {example['input'][:200]}: {told},"
            said_by = f"{example['solution']} {example['actual'][:120]}"
            out.print(Text(visible(f"{words} {said_by}; {example['why']}"), "dim"))
        redundant = [t["id"] for t in value["tests"] if t["redundant"]]
        alone = [f"{t['id']} ({t['alone']})" for t in value["tests"] if t["alone"]]
        for words, tests in (("others notice all they do", redundant), ("alone notice", alone)):
            if tests:
                out.print(Text(visible(f"      tests that {words}: {', '.join(tests)}"), "dim"))


def _percent(share: float | None) -> str:
    return "not measured" if share is None else f"{share:.0%}"
