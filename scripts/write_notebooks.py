"""Write `notebooks/calibration.ipynb` anew: the demo session, run.

PYTHONPATH=. .venv/bin/python scripts/write_notebooks.py
"""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from workbench.reports.notebook import of_file

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"

if __name__ == "__main__":
    os.environ["PYTHONPATH"] = str(FOLDER.parent)
    made = of_file(Path("data/demo-session.jsonl"), "demo", "a simulated session")
    NotebookClient(made, timeout=300, kernel_name="python3").execute(cwd=str(FOLDER))
    for cell in made.cells:
        # Whoever opens it runs it; outputs of widgets mean nothing without their kernel.
        cell["metadata"].pop("execution", None)
        if cell["id"] == "explore":
            cell["outputs"] = []
    made.metadata.pop("widgets", None)
    nbformat.write(made, FOLDER / "calibration.ipynb")
    print(f"{(FOLDER / 'calibration.ipynb').stat().st_size / 1e3:.0f} kB")
