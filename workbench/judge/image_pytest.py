"""What pytest tells of itself in a task's own image: a plugin of ours, and its records read back.

The plugin gets in by the environment, so that whatever script calls pytest loads it. Its name, the
file it writes to and the word in each record are new for every run: what code prints is no record.
It shares the process with the solution all the same, so it raises the price of a lie and proves
nothing. It is written for every Python and pytest an old image may have.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

_PLUGIN = """\
import json
import os

FILE = @FILE@
NONCE = @NONCE@


def tell(**record):
    record["n"] = NONCE
    line = json.dumps(record) + "\\n"
    with open(FILE, "a") as records:
        records.write(line)


def worker(config):
    return hasattr(config, "workerinput") or hasattr(config, "slaveinput")


class Teller(object):
    def pytest_sessionstart(self, session):
        tell(t="start")

    def pytest_collectreport(self, report):
        if report.failed:
            tell(t="test", id=report.nodeid, when="collect", outcome="failed", x=False)

    def pytest_runtest_logreport(self, report):
        told = report.outcome
        tell(t="test", id=report.nodeid, when=report.when, outcome=told,
             x=hasattr(report, "wasxfail"), why=str(report.longrepr or "")[-2000:])

    def pytest_sessionfinish(self, session, exitstatus):
        tell(t="end", exit=int(exitstatus))


tell(t="loaded")
# A pytest that is started by a test is part of that test, and not ours to tell.
os.environ["PYTEST_ADDOPTS"] = os.environ.get("PYTEST_ADDOPTS", "").replace("-p " + __name__, "")


def pytest_configure(config):
    if not worker(config):
        config.pluginmanager.register(Teller(), NONCE)
"""


def plugin(path: str, nonce: str) -> bytes:
    """The plugin's source: it appends to `path`."""
    source = _PLUGIN.replace("@FILE@", json.dumps(path)).replace("@NONCE@", json.dumps(nonce))
    return source.encode()


@dataclass
class Records:
    """What the plugin told."""

    loaded: bool = False
    """pytest was there: then nothing but these records is believed"""
    started: int = 0
    exits: list[int] = field(default_factory=list)
    statuses: dict[str, set[str]] = field(default_factory=dict)
    """by node id: `passed`, `failed`, `errored`, `skipped`"""
    messages: dict[str, str] = field(default_factory=dict)
    broken: bool = False
    """a line that is no record of this run"""

    @property
    def ended(self) -> bool:
        """Whether every session that began came to its end, and nothing else is in the file."""
        return self.started == len(self.exits) > 0 and not self.broken


def read(raw: bytes, nonce: str) -> Records:
    """Never raises."""
    found = Records()
    for line in raw.splitlines():
        try:
            record = json.loads(line)
            if record["n"] != nonce:
                raise ValueError("somebody else's")
            _take(found, record)
        except (ValueError, KeyError, TypeError, RecursionError):
            found.broken = True
    return found


def _take(found: Records, record: dict[str, object]) -> None:
    kind = record["t"]
    if kind == "loaded":
        found.loaded = True
    elif kind == "start":
        found.started += 1
    elif kind == "end":
        found.exits.append(int(str(record["exit"])))
    elif kind == "test":
        name, outcome, when = str(record["id"]), record["outcome"], record["when"]
        told = found.statuses.setdefault(name, set())
        if outcome == "failed":
            told.add("failed" if when == "call" else "errored")
            found.messages.setdefault(name, str(record.get("why", "")))
        elif outcome == "skipped" or record["x"]:
            told.add("skipped")
        elif outcome == "passed" and when == "call":
            told.add("passed")
    else:
        raise ValueError("no record of ours")
