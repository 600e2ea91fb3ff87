"""Public packages of agreement statistics, in an environment of their own that is gone afterwards.

    python -m benchmarks.peers        # writes tests/calibration/samples/peers.json anew

They are under licences or pins the workbench cannot depend on (krippendorff is GPL, irrCAC wants
one release of scipy), so what they answer is written down and the tests compare with that.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).resolve().parent.parent / "tests" / "calibration" / "samples"
PEERS = ("krippendorff==0.9.0", "irrCAC==0.4.4", "statsmodels==0.15.0", "scikit-learn==1.9.1")

# (items, reviewers, categories, share missing)
CASES = (
    (12, 2, 2, 0.0), (30, 2, 4, 0.0), (30, 2, 5, 0.2), (60, 3, 3, 0.0), (60, 3, 4, 0.3),
    (40, 5, 4, 0.5), (100, 6, 2, 0.1), (25, 4, 6, 0.25), (80, 8, 4, 0.6), (50, 3, 11, 0.1),
)  # fmt: skip

ASK = """
import json, sys, warnings
import numpy as np, pandas as pd, krippendorff
from irrCAC.raw import CAC
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa
from statsmodels.stats.proportion import proportion_confint
warnings.simplefilter("ignore")
found = []
for case in json.load(sys.stdin):
    table = np.array(case["rows"], dtype=float)
    levels = list(range(case["categories"]))
    said = {"krippendorff": {
        level: krippendorff.alpha(table.T, value_domain=levels, level_of_measurement=level)
        for level in ("nominal", "ordinal", "interval", "ratio")}}
    frame = pd.DataFrame(table)
    said["irrCAC"] = {}
    for weights in ("identity", "linear", "quadratic", "ordinal"):
        # Asked for by the weights' matrix, since it takes its categories from the data.
        cac = CAC(frame, weights=weights, categories=[float(v) for v in levels], digits=12)
        said["irrCAC"][weights] = {
            name: [float(e["coefficient_value"]), float(e["se"])]
            for name, e in (
                ("gwet", cac.gwet()["est"]), ("fleiss", cac.fleiss()["est"]),
                ("conger", cac.conger()["est"]), ("brennan_prediger", cac.bp()["est"]))}
    whole = table[~np.isnan(table).any(axis=1)].astype(int)
    if len(whole) == len(table):
        counts = aggregate_raters(whole, n_cat=len(levels))[0]
        said["statsmodels"] = {"fleiss": fleiss_kappa(counts)}
    if table.shape[1] == 2:
        a, b = whole.T
        said["sklearn"] = {
            str(w): cohen_kappa_score(a, b, labels=levels, weights=w)
            for w in (None, "linear", "quadratic")}
        square = np.zeros((len(levels),) * 2)
        np.add.at(square, (a, b), 1)
        kappa = cohens_kappa(square)
        said["cohens_kappa"] = {"std_kappa": float(kappa.std_kappa),
                                "std_kappa0": float(kappa.std_kappa0)}
    found.append(said)
wilson = [[k, n, *proportion_confint(k, n, method="wilson")]
          for k, n in ((0, 5), (3, 7), (7, 7), (12, 90), (1, 1))]
print(json.dumps({"cases": found, "wilson": wilson}))
"""


@contextmanager
def environment(*packages: str) -> Iterator[Path]:
    """The Python of a fresh environment with these packages; removed at the end."""
    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "-q", *packages], check=True)
        yield python


def cases() -> list[dict[str, Any]]:
    """Ratings that lean on a hidden level, so that agreement is neither none nor perfect."""
    draw = random.Random(7)
    made = []
    for items, raters, categories, missing in CASES:
        rows: list[list[int | None]] = []
        while len(rows) < items:
            level = draw.randrange(categories)
            row = [
                None if draw.random() < missing
                else level if draw.random() < 0.6 else draw.randrange(categories)
                for _ in range(raters)
            ]  # fmt: skip
            if any(value is not None for value in row):
                rows.append(row)
        made.append({"categories": categories, "rows": rows})
    return made


def main() -> None:
    """Ask them, and write down what they say."""
    made = cases()
    with environment(*PEERS) as python:
        said = subprocess.run(
            [python, "-c", ASK], input=json.dumps(made), capture_output=True, text=True, check=True
        )
    answers = json.loads(said.stdout)
    for case, answer in zip(made, answers["cases"], strict=True):
        case["said"] = answer
    written = {"asked": PEERS, "wilson": answers["wilson"], "cases": made}
    (SAMPLES / "peers.json").write_text(json.dumps(written) + "\n")
    sys.stderr.write(said.stderr)
    print(f"{len(made)} cases")


if __name__ == "__main__":
    main()
