"""Agreement beside the package `krippendorff`, and how time and memory grow with the ratings.

    python -m benchmarks.agreement [--rounds 3] [--sizes 125000 250000 500000 1000000]

The interval of alpha by 2,000 resamples of 12,000 ratings: here at once, there by a loop over the
package's function, which is what its users do, given counts and not ratings since that is its
faster way. Both take turns in fresh processes with the same numpy, and time only the statistics.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np

from benchmarks.figures import Figure
from benchmarks.peers import environment
from benchmarks.timing import head, row, turns

ITEMS, RATERS, LEVELS, RESAMPLES = 4000, 3, 4, 2000
STEPS = ("csv", "table", "severities", "dawid-skene", "rasch")

OURS = """
import json, sys, time
import numpy as np
from workbench.calibration.alpha import alphas
from workbench.calibration.bootstrap import bootstrap
from workbench.calibration.ratings import from_matrix
from workbench.calibration.sums import Patterns
table = np.load(sys.argv[1])
ratings = from_matrix(table.tolist(), range(int(sys.argv[2])))
said = {}
bootstrap(Patterns.of(ratings.counts()), lambda s: s.rated, 10)  # what is loaded at first use
for level in ("nominal", "ordinal", "interval", "ratio"):
    begun = time.perf_counter()
    patterns = Patterns.of(ratings.counts())
    value = alphas(patterns.total(), level, ratings.values)[0]
    found = bootstrap(patterns, lambda s: alphas(s, level, ratings.values), int(sys.argv[3]))
    said[level] = [time.perf_counter() - begun, value, found.low, found.high]
print(json.dumps(said))
"""

THEIRS = """
import json, sys, time
import numpy as np, krippendorff
table, levels, number = np.load(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
counts = np.stack([(table == level).sum(axis=1) for level in range(levels)], axis=1)
random, said = np.random.default_rng(1), {}
krippendorff.alpha(value_counts=counts, level_of_measurement="nominal")
for level in ("nominal", "ordinal", "interval", "ratio"):
    begun = time.perf_counter()
    def ask(rows):
        return krippendorff.alpha(value_counts=rows, value_domain=list(range(levels)),
                                  level_of_measurement=level)
    value = ask(counts)
    drawn = [ask(counts[random.integers(0, len(counts), len(counts))]) for _ in range(number)]
    taken = time.perf_counter() - begun
    said[level] = [taken, value, *np.quantile(drawn, [0.025, 0.975])]
print(json.dumps(said))
"""


class Level(NamedTuple):
    """One level of measurement: seconds of each round on both sides, and what each said first."""

    name: str
    here_s: list[float]
    there_s: list[float]
    ours: list[float]
    theirs: list[float]


def beside_krippendorff(rounds: int, resamples: int = RESAMPLES) -> list[Level]:
    """Turn by turn; both must say the same alpha."""
    draw = np.random.default_rng(0)
    truth = draw.integers(0, LEVELS, (ITEMS, 1))
    seen = np.where(
        draw.random((ITEMS, RATERS)) < 0.7, truth, draw.integers(0, LEVELS, (ITEMS, RATERS))
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        environment("krippendorff==0.9.0", f"numpy=={np.__version__}") as python,
    ):
        table = Path(folder) / "table.npy"
        np.save(table, seen)
        words = [str(table), str(LEVELS), str(resamples)]

        def side(who: str | Path, code: str) -> Callable[[], dict[str, list[float]]]:
            def asked() -> dict[str, list[float]]:
                command = [who, "-c", code, *words]
                said = subprocess.run(command, capture_output=True, text=True, check=True)
                return json.loads(said.stdout)

            return asked

        sides = {"ours": side(sys.executable, OURS), "theirs": side(python, THEIRS)}
        found = turns(sides, rounds)
    levels = []
    for name in ("nominal", "ordinal", "interval", "ratio"):
        ours, theirs = found["ours"][0][name][1:], found["theirs"][0][name][1:]
        assert abs(ours[0] - theirs[0]) < 1e-9
        here, there = ([run[name][0] for run in found[side]] for side in ("ours", "theirs"))
        levels.append(Level(name, here, there, ours, theirs))
    return levels


def write_ratings(path: Path, number: int) -> None:
    """A long CSV: four ratings an item by some of fifty reviewers, four levels."""
    draw = random.Random(3)
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["item", "rater", "axis", "value"])
        for item in range(number // 4):
            truth = draw.randrange(4)
            for rater in draw.sample(range(50), 4):
                value = truth if draw.random() < 0.7 else draw.randrange(4)
                out.writerow([f"task-{item}", f"reviewer-{rater}", "solution", value])


def one_size(path: Path) -> None:
    """In a process of its own: the whole table, then every other fit, and the memory it took. In
    seconds of processor time: how they grow should not depend on who else uses the machine."""
    from workbench.calibration.agreement import axis_rows
    from workbench.calibration.dawid_skene import dawid_skene
    from workbench.calibration.rasch import rasch
    from workbench.calibration.raters import severities
    from workbench.commands.agreeing import Source

    begun = time.process_time()
    source = Source((0, 1, 2, 3))
    ratings = source.read([path])["solution"]
    read = time.process_time()
    axis_rows("solution", ratings)
    told = time.process_time()
    severities(ratings)
    severe = time.process_time()
    dawid_skene(ratings)
    fitted = time.process_time()
    rasch(ratings)
    done = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    steps = (read - begun, told - read, severe - told, fitted - severe, done - fitted)
    print(json.dumps({"steps": steps, "peak_mb": peak}))


def grown(number: int) -> tuple[list[float], float]:
    """Seconds of each step, and megabytes at most, of so many ratings in a process of their own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ratings.csv"
        write_ratings(path, number)
        command = [sys.executable, "-m", "benchmarks.agreement", "--one", str(path)]
        said = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(said.stdout)
    return found["steps"], found["peak_mb"]


def figures(*, quick: bool) -> Iterator[Figure]:
    """Three rounds beside the package, then a million ratings; of both a little when quick."""
    try:
        for level in beside_krippendorff(1 if quick else 3, 50 if quick else RESAMPLES):
            here, there = ([t * 1e3 for t in side] for side in (level.here_s, level.there_s))
            yield Figure.of(level.name, here, there)
    except subprocess.CalledProcessError as error:
        print(f"krippendorff could not be fetched or asked: {error}", file=sys.stderr)
    steps, peak = grown(20_000 if quick else 1_000_000)
    for name, took in zip(STEPS, steps, strict=True):
        yield Figure(name, took)
    yield Figure("memory", peak)


def main() -> None:
    """Both tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[125_000, 250_000, 500_000, 1_000_000]
    )
    parser.add_argument("--one", type=Path)
    given = parser.parse_args()
    if given.one:
        one_size(given.one)
        return
    if given.rounds:
        print(f"{ITEMS * RATERS:,} ratings, {RESAMPLES:,} resamples, {given.rounds} rounds")
        head("level", "alpha, both", "here", "a loop over krippendorff", "ratio", "intervals")
        for level in beside_krippendorff(given.rounds):
            here, there = median(level.here_s), median(level.there_s)
            row(
                level.name, f"{level.ours[0]:.4f}", f"{here * 1e3:.1f} ms", f"{there:.2f} s",
                f"{there / here:.0f}", f"{level.ours[1]:.3f} to {level.ours[2]:.3f}, "
                f"{level.theirs[1]:.3f} to {level.theirs[2]:.3f}",
            )  # fmt: skip
    head(
        "ratings", "CSV", "agreement table", "severities", "Dawid-Skene", "Rasch", "peak memory"
    )  # fmt: skip
    for number in given.sizes:
        steps, peak = grown(number)
        row(f"{number:,}", *(f"{step:.2f} s" for step in steps), f"{peak:.0f} MB")


if __name__ == "__main__":
    main()
