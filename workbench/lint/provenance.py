"""Where a task came from, and whether it may be used: what is not said, and what forbids."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.assessment import Flag, Severity
from workbench.model.task import Task

_FREE = re.compile(
    r"(?i)\b(mit|isc|bsd|apache|cc0|cc[- ]?by(?![- ]?(nc|nd|sa))|unlicense|zlib|psf|python-2"
    r"|public domain|0bsd|wtfpl|boost|bsl-1)(?![a-z])"
)
_BOUND = re.compile(r"(?i)\b(a?gpl|lgpl|mpl|eupl|cc[- ]?by[- ]?(?:nc[- ]?)?sa|sspl|epl|cddl)")
_CLOSED = re.compile(
    r"(?i)(non-?commercial|cc[- ]?by[- ]?nc|no-?deriv|-nd\b|proprietary|all rights|unlicensed\b)"
)
_NONE = re.compile(r"(?i)[-?. ]*|none|unknown|n/?a|null|noassertion|todo|tbd|not (?:known|given)")
"""Words by which data sets say that they do not say."""


def provenance(task: Task) -> Iterator[Flag]:
    """Gaps first. A licence is read by its name only: no lawyer did."""
    origin = task.provenance
    if not origin.source.strip():
        yield Flag(kind="provenance", severity="low", message="nothing says where the task is from")
    licence = origin.licence.strip()
    if _NONE.fullmatch(licence):
        yield Flag(kind="provenance", severity="medium", message="no licence is recorded")
    elif _CLOSED.search(licence):
        yield _licence("medium", f"the licence may forbid the use: {licence[:120]}")
    elif _BOUND.search(licence):
        yield _licence("low", f"the licence binds what is made of it: {licence[:120]}")
    elif not _FREE.search(licence):
        yield _licence("low", f"the licence is not one this tool knows: {licence[:120]}")


def _licence(severity: Severity, message: str) -> Flag:
    return Flag(kind="provenance", severity=severity, message=message)
