"""A solution's patch without what touches the tests' files, and what a reader must know of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.errors import InputError
from workbench.exchange.base import Refused
from workbench.exchange.patches import read_patch

_HUNK = re.compile(r"^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")
_MOVED = re.compile(r"^(?:rename|copy) (?:from|to) (?P<name>.*)$", re.M)
# Files that a runner obeys before it looks at any test, and reports that are read after it.
_OBEYED = re.compile(
    r"(?:.*/)?(?:conftest\.py|sitecustomize\.py|usercustomize\.py|pytest\.py|pytest\.ini"
    r"|[^/]*\.pth|\.gitattributes)|(?:_pytest|pytest|pluggy)/.*"
    r"|(?:.*/)?(?:surefire-reports|failsafe-reports|test-results)/.*"
)


@dataclass(frozen=True)
class Kept:
    """What is applied, and sentences on the rest."""

    text: str
    test_files: tuple[str, ...]
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def without(patch: str, tests: str) -> Kept:
    """`patch` without the parts on files that the patch `tests` decides. Raises InputError for one
    whose files cannot be told for certain."""
    theirs = _files(tests, "the test patch")
    if not patch.strip():
        return Kept("", theirs)
    _files(patch, "the solution's patch")
    kept: list[str] = []
    left: list[str] = []
    touched: list[str] = []
    for part in _parts(patch):
        paths = _files(part, "the solution's patch")
        touched += paths
        if shared := [path for path in paths if path in theirs]:
            left += shared
        else:
            kept.append(part)
    notes = tuple(
        f"the solution's patch changes {path}, which the test patch decides: left out"
        for path in dict.fromkeys(left)
    )
    doubts = tuple(
        f"the solution's patch changes {path}, which decides what the tests tell"
        for path in dict.fromkeys(touched)
        if _OBEYED.fullmatch(path) and path not in theirs
    )
    return Kept("".join(kept), theirs, notes, doubts)


def _files(patch: str, what: str) -> tuple[str, ...]:
    try:
        found = read_patch(patch, what).files
    except Refused as error:
        raise InputError(str(error), mend="give it as `git diff` writes it") from None
    moved = [match["name"].strip() for match in _MOVED.finditer(patch)]
    if quoted := [name for name in (*found, *moved) if '"' in name or "\\" in name]:
        raise InputError(
            f"{what} quotes the name {quoted[0]}", mend="name files plainly: core.quotePath=false"
        )
    return tuple(dict.fromkeys((*found, *moved)))


def _parts(patch: str) -> list[str]:
    """One text a file. Lines inside hunks never begin a part."""
    parts: list[list[str]] = [[]]
    old = new = 0
    headed = False
    for line in _lines(patch):
        if old > 0 or new > 0:
            old -= not line.startswith(("+", "\\"))
            new -= not line.startswith(("-", "\\"))
        elif found := _HUNK.match(line):
            old, new = (int(n) if n is not None else 1 for n in found.groups())
        elif line.startswith("diff --git ") or (line.startswith("--- ") and not headed):
            parts.append([])
            headed = line.startswith("diff --git ")
        parts[-1].append(line)
    return ["".join(part) for part in parts if any(line.strip() for line in part)]


def _lines(text: str) -> list[str]:
    """Ends at newlines alone: form feeds and the like are part of a line of code."""
    return [f"{line}\n" for line in text.split("\n")[:-1]] + [
        last for last in text.split("\n")[-1:] if last
    ]
