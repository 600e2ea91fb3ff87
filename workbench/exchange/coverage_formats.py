"""Coverage as LCOV and Cobertura, out and in.

Counts are tests that reached the line, not executions. LCOV numbers a line's branches as its tools
do: 0 is the outcome `true`, 1 is `false`. Cobertura keeps only how many of a line's outcomes were
seen, so a round trip through it loses which.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence

from workbench.errors import InvalidFile
from workbench.exchange.xml_text import plain
from workbench.model.assessment import FileCoverage
from workbench.model.base import check_path

_OUTCOMES = ("true", "false")
_MAX = 50 << 20


def to_lcov(files: Sequence[FileCoverage], test: str = "") -> str:
    """An LCOV tracefile."""
    out: list[str] = []
    for file in files:
        out += [f"TN:{test}", f"SF:{file.file}"]
        for line in sorted({int(key.partition(":")[0]) for key in file.branches}):
            for number, outcome in enumerate(_OUTCOMES):
                count = file.branches.get(f"{line}:{outcome}")
                if count is not None:
                    # `-`: the condition itself was never reached.
                    never = "0" if file.lines.get(line) else "-"
                    out.append(f"BRDA:{line},0,{number},{count or never}")
        out.append(f"BRF:{len(file.branches)}")
        out.append(f"BRH:{sum(n > 0 for n in file.branches.values())}")
        out += [f"DA:{line},{count}" for line, count in sorted(file.lines.items())]
        out.append(f"LF:{len(file.lines)}")
        out.append(f"LH:{sum(n > 0 for n in file.lines.values())}")
        out.append("end_of_record")
    return "\n".join(out) + "\n"


def from_lcov(text: str) -> list[FileCoverage]:
    """Files of a tracefile. Raises InvalidFile, naming the line."""
    found: list[FileCoverage] = []
    name, lines, branches = "", dict[int, int](), dict[str, int]()
    for row, raw in enumerate(text.splitlines(), start=1):
        key, _, value = raw.strip().partition(":")
        try:
            match key:
                case "SF":
                    name, lines, branches = check_path(value), {}, {}
                case "DA":
                    line, count = value.split(",")[:2]
                    lines[int(line)] = lines.get(int(line), 0) + int(count)
                case "BRDA":
                    line, _, branch, count = value.split(",")
                    outcome = _OUTCOMES[int(branch) % 2]
                    taken = 0 if count == "-" else int(count)
                    at = f"{int(line)}:{outcome}"
                    branches[at] = branches.get(at, 0) + taken
                case "end_of_record":
                    found.append(FileCoverage(file=name, lines=lines, branches=branches))
        except ValueError as error:
            raise InvalidFile(f"LCOV line {row}: {raw[:80]!r}: {error}") from error
    return found


def to_cobertura(files: Sequence[FileCoverage], made_at_ms: int = 0) -> str:
    """A Cobertura report (coverage-04 DTD). Lines that only have branches are not in it."""
    root = ET.Element(
        "coverage",
        _rates(files) | _counts(files)
        | {"version": "1", "complexity": "0", "timestamp": str(made_at_ms)},
    )  # fmt: skip
    ET.SubElement(ET.SubElement(root, "sources"), "source").text = "."
    package = ET.SubElement(
        ET.SubElement(root, "packages"), "package", _rates(files) | {"name": "", "complexity": "0"}
    )
    classes = ET.SubElement(package, "classes")
    for file in files:
        name = plain(file.file)
        one = ET.SubElement(
            classes, "class",
            _rates([file]) | {"name": name, "filename": name, "complexity": "0"},
        )  # fmt: skip
        ET.SubElement(one, "methods")
        lines = ET.SubElement(one, "lines")
        for line, count in sorted(file.lines.items()):
            facts = {"number": str(line), "hits": str(count), "branch": "false"}
            outcomes = [file.branches[k] for k in _keys(line) if k in file.branches]
            made = ET.SubElement(lines, "line", facts)
            if outcomes:
                seen = sum(n > 0 for n in outcomes)
                share = f"{round(100 * seen / len(outcomes))}%"
                made.attrib |= {
                    "branch": "true", "condition-coverage": f"{share} ({seen}/{len(outcomes)})",
                }  # fmt: skip
                ET.SubElement(
                    ET.SubElement(made, "conditions"), "condition",
                    {"number": "0", "type": "jump", "coverage": share},
                )  # fmt: skip
    ET.indent(root)
    return '<?xml version="1.0" ?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def from_cobertura(text: str) -> list[FileCoverage]:
    """Files of a Cobertura report. Which outcome of a condition was seen is not in it: the first
    ones are taken. Raises InvalidFile; entities are refused."""
    if len(text) > _MAX or "<!ENTITY" in text:
        raise InvalidFile("Cobertura: too large, or it declares entities")
    try:
        root = ET.fromstring(text)
    except ET.ParseError as error:
        raise InvalidFile(f"Cobertura: {error}") from error
    found = []
    for one in root.iter("class"):
        lines: dict[int, int] = {}
        branches: dict[str, int] = {}
        try:
            for line in one.iter("line"):
                number, hits = int(line.attrib["number"]), int(line.attrib["hits"])
                lines[number] = max(lines.get(number, 0), hits)
                share = line.attrib.get("condition-coverage", "")
                if "(" in share:
                    seen, total = share.partition("(")[2].rstrip(")").split("/")
                    for n, key in enumerate(_keys(number)[: int(total)]):
                        branches[key] = hits if n < int(seen) else 0
            name = check_path(one.attrib["filename"])
        except (KeyError, ValueError) as error:
            raise InvalidFile(f"Cobertura: {error}") from error
        found.append(FileCoverage(file=name, lines=lines, branches=branches))
    return found


def _keys(line: int) -> list[str]:
    return [f"{line}:{outcome}" for outcome in _OUTCOMES]


def _rates(files: Iterable[FileCoverage]) -> dict[str, str]:
    lines, branches = _hits(files)
    return {"line-rate": _rate(lines), "branch-rate": _rate(branches)}


def _counts(files: Iterable[FileCoverage]) -> dict[str, str]:
    lines, branches = _hits(files)
    return {
        "lines-covered": str(sum(n > 0 for n in lines)), "lines-valid": str(len(lines)),
        "branches-covered": str(sum(n > 0 for n in branches)),
        "branches-valid": str(len(branches)),
    }  # fmt: skip


def _hits(files: Iterable[FileCoverage]) -> tuple[list[int], list[int]]:
    found = list(files)
    return (
        [n for f in found for n in f.lines.values()],
        [n for f in found for n in f.branches.values()],
    )


def _rate(counts: list[int]) -> str:
    return f"{sum(n > 0 for n in counts) / len(counts):.4f}" if counts else "1"
