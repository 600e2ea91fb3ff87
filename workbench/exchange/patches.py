"""Unified diffs, read and never applied: which files they touch, and whether they are whole."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.exchange.base import Refused
from workbench.model.base import check_path

_HUNK = re.compile(r"^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")
_HEADER = re.compile(r'^diff --git (?:"?a/(?P<old>.*?)"?) (?:"?b/(?P<new>.*?)"?)$')
_SIDE = re.compile(r"^(?:---|\+\+\+) (?P<name>[^\t\n]*)")


@dataclass(frozen=True)
class Patch:
    """What a diff touches, and what is odd about it, in sentences."""

    files: tuple[str, ...]
    odd: tuple[str, ...]


def read_patch(text: str, what: str) -> Patch:
    """Raises Refused when it touches no file, leaves its tree, or ends inside a hunk."""
    files: dict[str, None] = {}
    odd: dict[str, None] = {}
    old = new = 0
    # Not splitlines(): form feeds and the like are part of a line of code.
    for line in text.split("\n"):
        if old > 0 or new > 0:
            if line.startswith("+"):
                new -= 1
            elif line.startswith("-"):
                old -= 1
            elif not line.startswith("\\"):
                old, new = old - 1, new - 1
            if old < 0 or new < 0:
                raise Refused(f"{what}: a hunk is longer than its header says")
            continue
        if found := _HUNK.match(line):
            old, new = (int(n) if n is not None else 1 for n in found.groups())
        elif found := _HEADER.match(line):
            files.update(dict.fromkeys(_checked(found[side], what) for side in ("old", "new")))
        elif (found := _SIDE.match(line)) and found["name"] != "/dev/null":
            files[_checked(_bare(found["name"]), what)] = None
        elif line.startswith(("GIT binary patch", "Binary files ")):
            odd[f"{what} changes binary files, which no text shows"] = None
        elif line.startswith(("new file mode 120000", "new mode 120000")):
            odd[f"{what} makes a symbolic link"] = None
        elif line.startswith(("new file mode 160000", "Subproject commit")):
            odd[f"{what} changes a submodule"] = None
    if old > 1 or new > 1:
        raise Refused(f"{what} ends in the middle of a hunk")
    if not files:
        raise Refused(f"{what} is no diff: it names no file")
    return Patch(tuple(files), tuple(odd))


def _bare(name: str) -> str:
    name = name.strip().strip('"')
    return name[2:] if name.startswith(("a/", "b/")) else name


def _checked(path: str, what: str) -> str:
    try:
        return check_path(path)
    except ValueError as error:
        raise Refused(f"{what}: {error}") from None
