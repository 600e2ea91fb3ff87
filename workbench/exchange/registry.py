"""Which foreign formats there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from workbench.exchange import (
    columns,
    evalplus,
    exercism,
    git_change,
    harbor,
    humaneval,
    humanevalpack,
    livecodebench,
    mbpp,
    mceval,
    multipl_e,
    plain_folder,
    quixbugs,
    swe_folders,
    swe_records,
)
from workbench.exchange.base import Ask, Fields, Imported, import_records
from workbench.model.task import Task


@dataclass(frozen=True)
class Format:
    """A format by name: what it is, and how a path becomes tasks."""

    title: str
    kind: Literal["records", "folder"]
    reader: Callable[[Path, Ask], Iterator[Imported]]

    def __call__(self, path: Path, ask: Ask | None = None) -> Iterator[Imported]:
        """Every record of a path. Raises InputError when it cannot be read at all."""
        return self.reader(path, ask or Ask())


def _json(title: str, convert: Callable[[Fields], Task]) -> Format:
    return Format(title, "records", lambda path, ask: import_records(path, convert, ask))


FORMATS: Mapping[str, Format] = {
    "aider-polyglot": _json("Aider polyglot exercises, JSON lines", exercism.task_aider),
    "columns": Format("Any table with a map of its columns", "records", columns.read),
    "evalplus": _json("HumanEval+ and MBPP+, JSON lines", evalplus.task),
    "exercism": _json("Exercism exercises, JSON lines", exercism.task),
    "folder": Format("Folders of plain files", "folder", plain_folder.read),
    "git": Format("A change in a git repository", "folder", git_change.read),
    "harbor": Format("Harbor and Terminal-Bench task folders", "folder", harbor.read),
    "humaneval": _json("HumanEval, JSON lines", humaneval.task),
    "humaneval-x": _json("HumanEval-X, JSON lines", humaneval.task_x),
    "humanevalpack": _json("HumanEvalPack, JSON lines", humanevalpack.task),
    "livecodebench": _json("LiveCodeBench, JSON lines", livecodebench.task),
    "mbpp": _json("MBPP, a JSON array or lines", mbpp.task),
    "mceval": _json("McEval, JSON lines", mceval.task),
    "multi-swe-bench": _json("Multi-SWE-bench, JSON lines", swe_records.multi_swe),
    "multipl-e": _json("MultiPL-E, JSON lines or result files", multipl_e.task),
    "quixbugs": Format("QuixBugs, a copy of its repository", "folder", quixbugs.read),
    "swe-bench": _json("SWE-bench with Lite, Verified, Pro, JSON lines", swe_records.swe_bench),
    "swe-bench-5": Format("SWE-bench 5 task folders", "folder", swe_folders.read),
    "swe-polybench": _json("SWE-PolyBench, JSON lines", swe_records.poly_bench),
}
