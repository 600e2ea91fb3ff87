"""The figures of `benchmarks.labels`, read from its own report as it is printed.

A reference is the data set's own, or for HumanEval the corrected one with its contract, which is
measured where the data holds it.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator

from benchmarks.figures import Figure
from benchmarks.keeping import ROOT
from benchmarks.workspaces import data

SETS = {
    "humaneval": "humaneval",
    "humaneval, corrected reference": "corrected",
    "mbpp": "mbpp",
    "together": "together",
    "together, HumanEval with own reference": "together",
    "together, HumanEval with evalplus reference": "together corrected",
}
"""what a part of the report is called, and its figures' names end with"""
_SHARES = {
    "wrong: a difference is shown": "shown",
    "wrong: differs inside the domain": "inside",
    "wrong: accused": "accused",
    "right: differs inside the domain": "right inside",
    "right: accused": "right accused",
}
_PART = re.compile(r"(\S.*): \d+ tasks, (\d+) solutions that pass$")
_SHARE = re.compile(r"  (\w+: .*?) +(\d+) of (\d+) = +([\d.]+)% \[([\d.]+)%, ([\d.]+)%\]$")
_TOOK = re.compile(r"  a solution took [\d.]+ s, 95 % under ([\d.]+) s, longest ([\d.]+) s$")
_SUITES = re.compile(r"  (\d+) suites measured")
_AREA = re.compile(r"  AUROC of strength +([\d.]+) \[([\d.]+), ([\d.]+)\]$")


def told(lines: Iterable[str]) -> Iterator[Figure]:
    """A figure a line that has one, with its interval as the spread."""
    code, solutions, suites = "", 0, 0
    for line in lines:
        if found := _PART.match(line):
            code, solutions, suites = SETS.get(found[1], ""), int(found[2]), 0
        elif not code:
            continue
        elif (found := _SHARE.match(line)) and found[1] in _SHARES:
            value, low, high = map(float, found.groups()[3:])
            name, note = f"{_SHARES[found[1]]} {code}", f"{found[2]} of {found[3]}"
            yield Figure(name, value, int(found[3]), low, high, note=note)
        elif found := _TOOK.match(line):
            yield Figure(f"took {code}", float(found[1]), solutions, high=float(found[2]))
        elif found := _SUITES.match(line):
            suites = int(found[1])
        elif (found := _AREA.match(line)) and not code.startswith("together"):
            value, low, high = map(float, found.groups())
            yield Figure(f"auroc {code}", value, suites, low, high)


def figures(*, quick: bool) -> Iterator[Figure]:
    """Both sets whole, or one task in forty."""
    every = "40" if quick else "1"
    words = [sys.executable, "-m", "benchmarks.labels", "--data", str(data()), "--every", every]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        try:
            yield from told(_shown(process.stdout))
        finally:
            process.terminate()
    if process.returncode > 0:
        raise SystemExit(f"benchmarks.labels ended with {process.returncode}")


def _shown(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        print(line, end="", flush=True)
        yield line.rstrip("\n")
