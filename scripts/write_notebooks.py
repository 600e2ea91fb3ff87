"""Write `notebooks/calibration.ipynb` and `notebooks/month.ipynb` anew, run.

PYTHONPATH=. .venv/bin/python scripts/write_notebooks.py
"""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from workbench.reports.notebook import of_cells, of_file

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
MONTH = (
    ("md", "title", "# A simulated month\n\nTwenty reviewers, 2,000 tasks, twenty days. One reviewer drifts, one is careless, and "
     "one axis is ambiguous; everybody else is ordinary. Who they are is known here and to nothing that "
     "measures: the question is whether the session's reports name these three, and nobody else."),
    ("md", "about-world", "## The world\n\nEach task has a place on each axis; a reviewer sees it with noise and reads a score off the "
     "rubric's limits. Assignments, hidden gold, repeats and extra ratings are planned and asked for by the same code as in a "
     "real session."),
    ("code", "world", "import sys\n\nsys.path.insert(0, \"..\")  # the simulation is part of the checkout's tests\n\n"
     "from tests.sessions.simulated import Month, three_to_find\n\nworld = three_to_find()\n"
     "print(\"drifts:\", world.drifting, \"| careless:\", world.careless, \"| ambiguous:\", world.ambiguous)"),
    ("code", "month", "from workbench.jupyter.calibration import Seen\n\nfound = Seen(Month(world, seed=4).record())\n"
     "measures = found.measures\nprint(found.words)"),
    ("md", "about-findings", "## What the reports say\n\nFindings come ranked, each with the figures it rests on. Thresholds, and how "
     "often they are wrong over many months, are in `docs/sessions-measures.md`."),
    ("code", "findings", "for finding in measures.findings:\n    print(f\"- {finding.text}\\n  {finding.advice}\")\n\n"
     "named = {finding.subject for finding in measures.findings}\n"
     "assert named == {world.drifting, world.careless, world.ambiguous}"),
    ("md", "about-axis", "## The ambiguous axis\n\nIts alpha is low whoever is left out, where the other axes are fine."),
    ("code", "axes", "from workbench.reports import tables\n\ntables.axes(measures)"),
    ("code", "agreement", "found.draw(\"agreement\")"),
    ("md", "about-drift", "## The one who drifts\n\nDrift began after two fifths of the month; an average lags behind."),
    ("code", "drift", "found.draw(\"drift\", world.drifting)"),
    ("md", "about-careless", "## The careless one\n\nScores that do not follow the tasks: little agreement with anybody, with hidden gold, "
     "and with the own scores of the same tasks."),
    ("code", "reviewers", "tables.reviewers(measures)"),
    ("code", "pairs", "found.draw(\"pairs\")"),
    ("md", "about-nobody", "## A month with nothing to find\n\nThe same world without the three names nobody."),
    ("code", "nobody", "from tests.sessions.simulated import World\n\n"
     "ordinary = Seen(Month(World(), seed=4).record())\nassert ordinary.measures.findings == ()\n"
     "print(\"nobody is named\")"),
)  # fmt: skip


def write(made: nbformat.NotebookNode, name: str) -> None:
    """Run it where it lies, and keep what it shows."""
    NotebookClient(made, timeout=300, kernel_name="python3").execute(cwd=str(FOLDER))
    for cell in made.cells:
        cell["metadata"].pop("execution", None)
        # Whoever opens it runs it; outputs of widgets mean nothing without their kernel.
        if cell["id"] == "explore":
            cell["outputs"] = []
    made.metadata.pop("widgets", None)
    nbformat.write(made, FOLDER / name)
    print(f"{name}: {(FOLDER / name).stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    os.environ["PYTHONPATH"] = str(FOLDER.parent)
    demo = of_file(Path("data/demo-session.jsonl"), "demo", "a simulated session")
    write(demo, "calibration.ipynb")
    write(of_cells(MONTH), "month.ipynb")
