"""`docs/benchmarks.json`: each figure as it was measured last, and the state of the machine then.

A later run replaces the figures it measured, and those alone. A quick run keeps nothing: its
figures say that everything works, not how fast.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure
from workbench.store.files import write_atomic

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "docs" / "benchmarks.json"
BUSY = 1.5
_SAID_BUSY = "others:"
_LOOK_S, _EVERY_S = 5.0, 0.1


@dataclass(frozen=True)
class Kept:
    """A figure, and when and on what it was measured."""

    figure: Figure
    at: str
    """the day, UTC"""
    load: tuple[float, float] | None
    """processes that ran or waited for a core before and after, without the benchmark's"""
    cores: int
    commit: str
    said: str = ""
    """the machine's state in words, of figures from before the load was kept"""

    @property
    def busy(self) -> bool:
        """Whether others used the machine so much that seconds are too long."""
        return self.said.startswith(_SAID_BUSY) if self.load is None else max(self.load) > BUSY


def load(look_s: float = _LOOK_S) -> float:
    """Processes that run or wait for a core beside this one. The system's own load average is
    that over a minute, in which the benchmark before this one still counts."""
    seen = []
    until = time.monotonic() + look_s
    while True:
        stat = Path("/proc/stat").read_text()
        running = next(row for row in stat.splitlines() if row.startswith("procs_running"))
        seen.append(max(0, int(running.split()[1]) - 1))
        if time.monotonic() >= until:
            return round(sum(seen) / len(seen), 1)
        time.sleep(_EVERY_S)


def commit() -> str:
    """What is checked out; with a plus when the product is not as it was committed."""
    words = ["git", "rev-parse", "--short=7", "HEAD"]
    head = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    # Figures that a benchmark wrote a moment ago change nothing that is measured.
    paths = ["workbench", "sandbox", "extensions", ":!workbench/reports/measured.json"]
    words = ["git", "status", "--porcelain", "--", *paths]
    changed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    return (head.stdout.strip() or "unknown") + ("+" if changed.stdout.strip() else "")


def kept(figures: Iterable[tuple[str, Figure]], before: float, after: float) -> dict[str, Kept]:
    """Figures of a group by their full names, as measured just now."""
    day, cores = time.strftime("%Y-%m-%d", time.gmtime()), len(os.sched_getaffinity(0))
    of = commit()
    return {name: Kept(one, day, (before, after), cores, of) for name, one in figures}


def read(path: Path = KEPT) -> dict[str, Kept]:
    """All that is kept. Raises ValueError that names the file and the figure."""
    if not path.exists():
        return {}
    found = {}
    name = "the whole"
    try:
        for name, raw in json.loads(path.read_text()).items():
            state = {key: raw.pop(key) for key in ("at", "load", "cores", "commit")}
            said = raw.pop("said", "")
            pair = state["load"] and (float(state["load"][0]), float(state["load"][1]))
            figure = Figure.read({"name": name.partition("/")[2], **raw})
            found[name] = Kept(figure, state["at"], pair, state["cores"], state["commit"], said)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise ValueError(f"{path}: {name} cannot be read: {error!r}; measure it anew") from error
    return found


def merge(new: dict[str, Kept], path: Path = KEPT) -> dict[str, Kept]:
    """Keep these beside what is there already, and what there is then."""
    all_of_them = {**read(path), **new}
    written = {name: _raw(one) for name, one in sorted(all_of_them.items())}
    write_atomic(path, (json.dumps(written, indent=1) + "\n").encode())
    return all_of_them


def _raw(one: Kept) -> dict[str, Any]:
    figure = {k: v for k, v in asdict(one.figure).items() if v not in (None, "") and k != "name"}
    state = {"at": one.at, "load": one.load, "cores": one.cores, "commit": one.commit}
    figure = {k: round(v, 6) if isinstance(v, float) else v for k, v in figure.items()}
    return {**figure, **state, **({"said": one.said} if one.said else {})}
