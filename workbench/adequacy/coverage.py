"""Line and branch coverage, from what the schemata's own probes report for each test."""

from __future__ import annotations

from workbench.adequacy.mutants import Baseline
from workbench.languages.mutation import Schemata
from workbench.model.assessment import FileCoverage


def coverage_of(schemata: Schemata, base: Baseline) -> tuple[FileCoverage, ...]:
    """Per file of the solution: how many of the passing tests reach each line and each branch
    outcome. A file without probes has nothing that runs."""
    counts = [0] * len(schemata.probes)
    for reached in base.reached.values():
        for number in reached:
            if 0 <= number < len(counts):
                counts[number] += 1
    lines: dict[str, dict[int, int]] = {}
    branches: dict[str, dict[str, int]] = {}
    for probe, count in zip(schemata.probes, counts, strict=True):
        if probe.kind in ("line", "guard"):
            # A mutant's place shows its line too: not every language probes every statement.
            of_file = lines.setdefault(probe.file, {})
            of_file[probe.line] = max(of_file.get(probe.line, 0), count)
        else:
            key = f"{probe.line}:{probe.kind}"
            those = branches.setdefault(probe.file, {})
            those[key] = max(those.get(key, 0), count)
    return tuple(
        FileCoverage(
            file=file,
            lines=dict(sorted(lines.get(file, {}).items())),
            branches=dict(sorted(branches.get(file, {}).items())),
        )
        for file in sorted({*lines, *branches})
    )


def shares(files: tuple[FileCoverage, ...]) -> tuple[float | None, float | None]:
    """The shares of lines and of branch outcomes that some test reaches; None where there are
    none."""
    lines = [n for f in files for n in f.lines.values()]
    branches = [n for f in files for n in f.branches.values()]
    return _share(lines), _share(branches)


def _share(counts: list[int]) -> float | None:
    return round(sum(n > 0 for n in counts) / len(counts), 4) if counts else None
