"""Each group in a process of its own, with a time limit; what one has told is never lost."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.figures import Figure, Group
from benchmarks.keeping import ROOT

_CLEAN_UP_S = 20.0
_MODULE = ("-m", "benchmarks.child")


@dataclass
class Told:
    """What a group's process told, and why it told no more."""

    figures: list[Figure] = field(default_factory=list)
    problem: str = ""
    interrupted: bool = False


def run(group: Group, *, quick: bool, command: Sequence[str] = (sys.executable, *_MODULE)) -> Told:
    """Run it to its end, its limit, or Ctrl-C."""
    told = Told()
    words = [*command, group.name, *(["--quick"] if quick else [])]
    limit = group.limit(quick=quick)
    # Ctrl-C at the terminal is for this process; it passes it on, and waits for the clean-up.
    child = subprocess.Popen(words, stdout=subprocess.PIPE, cwd=ROOT, start_new_session=True)
    promised = {one.name for one in group.promises}
    try:
        for line in _lines(child, limit):
            _note(told, line, promised)
        _ended(child, _CLEAN_UP_S)
        if child.poll() is None:
            told.problem = "told everything and did not end; stopped"
        elif child.returncode != 0 and not told.problem:
            told.problem = f"ended with {child.returncode}; its last words are above"
    except TimeoutError:
        told.problem = f"stopped after {limit:.0f} s"
    except KeyboardInterrupt:
        told.interrupted, told.problem = True, "stopped by you"
    finally:
        _end(child)
    missing = promised - {one.name for one in told.figures}
    if missing and not told.problem and not quick:
        told.problem = f"told nothing of {', '.join(sorted(missing))}"
    return told


def _note(told: Told, line: bytes, promised: set[str]) -> None:
    try:
        raw = json.loads(line)
        if set(raw) == {"problem"}:
            told.problem = str(raw["problem"])[:400].replace("\n", " ")
            return
        figure = Figure.read(raw)
    except (TypeError, ValueError) as error:
        told.problem = f"told no figure: {line[:120]!r} ({error})"
        return
    if figure.name not in promised:
        told.problem = f"told of {figure.name!r}, which promises.py does not name"
        return
    # Told again with more behind it, as after each task of many.
    told.figures = [one for one in told.figures if one.name != figure.name]
    told.figures.append(figure)


def _lines(child: subprocess.Popen[bytes], limit_s: float) -> Iterator[bytes]:
    """Whole lines, until the child closes its end. Raises TimeoutError when the time is over."""
    assert child.stdout is not None
    until, rest = time.monotonic() + limit_s, b""
    with selectors.DefaultSelector() as waiting:
        waiting.register(child.stdout, selectors.EVENT_READ)
        while (left := until - time.monotonic()) > 0:
            if not waiting.select(left):
                continue
            data = os.read(child.stdout.fileno(), 1 << 16)
            if not data:
                return
            *whole, rest = (rest + data).split(b"\n")
            yield from whole
    raise TimeoutError


def _ended(child: subprocess.Popen[bytes], patience_s: float) -> bool:
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(patience_s)
    return child.poll() is not None


def _end(child: subprocess.Popen[bytes]) -> None:
    """Time to clean up after itself, then the end of all that is left of its session's group."""
    if child.poll() is None:
        child.send_signal(signal.SIGINT)
        _ended(child, _CLEAN_UP_S)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    assert child.stdout is not None
    child.stdout.close()
