"""A group's process: whatever becomes of it, what it told is there, and why it told no more."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.figures import Figure, Group, Promise
from benchmarks.keeping import ROOT
from benchmarks.running import Told, run

TWO = (Promise("one", "", "ms"), Promise("two", "", "ms"))
# Ctrl-C is ignored by what a shell starts in its background, and with it by these processes.
HEARS = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
ONE = json.dumps({"name": "one", "value": 1.5})


def ran(code: str, *, limit_s: float = 60.0) -> Told:
    group = Group("g", "Things", "none", limit_s, TWO)
    return run(group, quick=False, command=(sys.executable, "-c", HEARS + code))


def test_everything_told_is_no_problem() -> None:
    two = json.dumps({"name": "two", "value": 2.0, "n": 3, "peer": 4.0})
    told = ran(f"print({ONE!r}); print({two!r})")
    assert told == Told([Figure("one", 1.5), Figure("two", 2.0, 3, peer=4.0)])


def test_a_crash_keeps_what_was_told_before() -> None:
    told = ran(f"print({ONE!r}, flush=True); import os; os._exit(3)")
    assert (told.figures, told.problem[:12]) == ([Figure("one", 1.5)], "ended with 3")


def test_what_is_told_again_replaces_what_was_told() -> None:
    more = json.dumps({"name": "one", "value": 1.25, "n": 2})
    told = ran(f"print({ONE!r}); print({more!r})")
    assert told.figures == [Figure("one", 1.25, 2)]


def test_a_limit_ends_it_and_whatever_it_started(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    code = (
        "import subprocess, sys, time\n"
        f"print({ONE!r}, flush=True)\n"
        "started = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(note)!r}, 'w').write(str(started.pid))\n"
        "time.sleep(600)\n"
    )
    told = ran(code, limit_s=1.5)
    assert told.problem == "stopped after 2 s"
    assert told.figures == [Figure("one", 1.5)]
    assert _gone(int(note.read_text()))


def _gone(pid: int) -> bool:
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("hello", "told no figure"),
        (json.dumps({"name": "one"}), "told no figure"),
        (json.dumps({"name": "three", "value": 1}), "which promises.py does not name"),
        (json.dumps({"problem": "no | engine\nhere"}), "no | engine here"),
    ],
)
def test_what_is_no_promised_figure_is_a_problem_and_not_kept(line: str, problem: str) -> None:
    told = ran(f"print({line!r})")
    assert problem in told.problem
    assert told.figures == []


def test_a_promise_that_was_left_out_is_named() -> None:
    assert ran(f"print({ONE!r})").problem == "told nothing of two"


def test_ctrl_c_keeps_what_was_told_and_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("benchmarks.running._note", interrupted)
    told = ran(f"print({ONE!r}, flush=True); import time; time.sleep(600)")
    assert told.interrupted
    assert told.problem == "stopped by you"


def test_words_of_a_benchmark_never_stand_between_its_figures() -> None:
    code = (
        "import os, sys, benchmarks.exchange_size as group\n"
        "from benchmarks import child\n"
        "from benchmarks.figures import Figure\n"
        "def talking(*, quick):\n"
        "    print('words', flush=True)\n"
        "    yield Figure('time', 7.0)\n"
        "    raise SystemExit('no engine')\n"
        "group.figures = talking\n"
        "sys.argv = ['child', 'exchange']\n"
        "child.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    figure, problem = map(json.loads, done.stdout.splitlines())
    assert (figure["name"], figure["value"]) == ("time", 7.0)
    assert problem == {"problem": "no engine"}
    assert "words" in done.stderr
    assert done.returncode == 1
