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
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.peers import environment

ITEMS, RATERS, LEVELS, RESAMPLES = 4000, 3, 4, 2000

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


def beside_krippendorff(rounds: int) -> None:
    """Medians of rounds, turn by turn."""
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
        words = [str(table), str(LEVELS), str(RESAMPLES)]
        sides: dict[str, list[dict[str, list[float]]]] = {"ours": [], "theirs": []}
        for _ in range(rounds):
            for side, who, code in (("ours", sys.executable, OURS), ("theirs", python, THEIRS)):
                said = subprocess.run(
                    [who, "-c", code, *words], capture_output=True, text=True, check=True
                )
                sides[side].append(json.loads(said.stdout))
    print(f"{ITEMS * RATERS:,} ratings, {RESAMPLES:,} resamples, {rounds} rounds")
    print("| level | alpha, both | here | a loop over krippendorff | ratio | intervals |")
    print("|---|---|---|---|---|---|")
    for level in ("nominal", "ordinal", "interval", "ratio"):
        here, there = (
            statistics.median(run[level][0] for run in sides[side]) for side in ("ours", "theirs")
        )
        ours, theirs = sides["ours"][0][level], sides["theirs"][0][level]
        assert abs(ours[1] - theirs[1]) < 1e-9
        print(
            f"| {level} | {ours[1]:.4f} | {here * 1e3:.1f} ms | {there:.2f} s | {there / here:.0f} "
            f"| {ours[2]:.3f} to {ours[3]:.3f}, {theirs[2]:.3f} to {theirs[3]:.3f} |"
        )


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


def growth(sizes: list[int]) -> None:
    """A process a size."""
    print("| ratings | CSV | agreement table | severities | Dawid-Skene | Rasch | peak memory |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for number in sizes:
            path = Path(folder) / "ratings.csv"
            write_ratings(path, number)
            said = subprocess.run(
                [sys.executable, "-m", "benchmarks.agreement", "--one", str(path)],
                capture_output=True, text=True, check=True,
            )  # fmt: skip
            found = json.loads(said.stdout)
            steps = " | ".join(f"{step:.2f} s" for step in found["steps"])
            print(f"| {number:,} | {steps} | {found['peak_mb']:.0f} MB |")


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
        beside_krippendorff(given.rounds)
    growth(given.sizes)


if __name__ == "__main__":
    main()
