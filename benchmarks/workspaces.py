"""Fresh workspaces of the public data sets, gone afterwards."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.commands import importing
from workbench.model.task import LanguageName
from workbench.store.workspace import Workspace

EXERCISES = {
    LanguageName.PYTHON: ("aider-polyglot", "aider-polyglot/python.jsonl"),
    LanguageName.JAVASCRIPT: ("aider-polyglot", "aider-polyglot/javascript.jsonl"),
    LanguageName.TYPESCRIPT: ("exercism", "exercism/typescript.jsonl"),
    LanguageName.GO: ("aider-polyglot", "aider-polyglot/go.jsonl"),
    LanguageName.RUST: ("aider-polyglot", "aider-polyglot/rust.jsonl"),
    LanguageName.JAVA: ("aider-polyglot", "aider-polyglot/java.jsonl"),
}
"""format and file of each language's exercises"""


def data() -> Path:
    """Where the public data sets are: `WORKBENCH_DATA`, else `shared/data` beside the checkout."""
    beside = Path(__file__).resolve().parents[2] / "shared/data"
    place = Path(os.environ.get("WORKBENCH_DATA") or beside)
    if not place.is_dir():
        raise SystemExit(f"no data sets in {place}; set WORKBENCH_DATA to the folder that has them")
    return place


@contextmanager
def exercises(*languages: LanguageName) -> Iterator[Path]:
    """A workspace with the exercises of these languages."""
    with tempfile.TemporaryDirectory(prefix="exercises-") as folder:
        into = Path(folder) / "ws"
        for language in languages:
            format_name, file = EXERCISES[language]
            for _ in importing.run(format_name, [data() / file], into, lambda task_id: True):
                pass
        Workspace.open(into).refresh()
        yield into
