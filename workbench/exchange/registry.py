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
    exercism_folders,
    git_change,
    harbor,
    humaneval,
    humanevalpack,
    label_studio_config,
    livecodebench,
    mbpp,
    mceval,
    multipl_e,
    plain_folder,
    quixbugs,
    swe_folders,
    swe_records,
    to_coverage,
    to_label_studio,
    to_records,
    to_sarif,
    to_test_reports,
)
from workbench.exchange.base import Ask, Fields, Imported, import_records
from workbench.exchange.exported import Exporter
from workbench.model.task import Task


@dataclass(frozen=True)
class Target:
    """A format tasks go out in that is none they come from."""

    title: str
    write: Exporter


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
    "aider-polyglot": Format(
        "Aider polyglot exercises, JSON lines or the repository",
        "records",
        exercism_folders.reader(exercism.task_aider),
    ),
    "columns": Format("Any table with a map of its columns", "records", columns.read),
    "evalplus": _json("HumanEval+ and MBPP+, JSON lines", evalplus.task),
    "exercism": Format(
        "Exercism exercises, JSON lines or a track's repository",
        "records",
        exercism_folders.reader(exercism.task),
    ),
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


EXPORTS: Mapping[str, Target] = {
    "table": Target("JSON lines that `import columns` reads", to_records.table),
    "cobertura": Target("Cobertura coverage", to_coverage.cobertura),
    "ctrf": Target("CTRF test report", to_test_reports.ctrf),
    "junit": Target("JUnit XML", to_test_reports.junit),
    "label-studio": Target("Label Studio tasks", to_label_studio.label_studio),
    "label-studio-config": Target(
        "The labelling configuration for label-studio", label_studio_config.label_studio_config
    ),
    "lcov": Target("LCOV coverage", to_coverage.lcov),
    "mutation-elements": Target("mutation-testing-elements", to_coverage.mutation_elements),
    "sarif": Target("SARIF 2.1.0 of survivors", to_sarif.sarif),
}
"""Beside these, every import format of records is an export format, too."""
