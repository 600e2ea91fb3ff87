"""Go code that asks a clock of ours: `time.Now`, `time.Since`, `time.Until`.

Each package with such a call gets functions for them in a file of its own. They add to the wall
clock what the harness says in the environment of a rerun, and nothing to the monotonic one, which
stands in the same value: what is measured, and what waits, goes on as ever.
"""

from __future__ import annotations

import re

from workbench.languages.clocks import Edit, edited, laid, moved, tells_time_otherwise
from workbench.languages.mutation import Schemata
from workbench.languages.syntax import children, parse, text_of, walk
from workbench.model.task import Suite

_OTHERWISE = re.compile(
    r"\b(?:ModTime|Chtimes|x509|tls|synctest|cookiejar|httptest|Gettimeofday|ClockGettime|Lutimes"
    r"|Utimes\w*|exec\.Command\w*|StartProcess|log\.L?[a-z]*time)\b"
)
_ASKED = {"Now": "__muNow", "Since": "__muSince", "Until": "__muUntil"}
_FILE = "workbench_clock"
_SOURCE = """package PACKAGE

import (
	"os"
	"strconv"
	"time"
	"unsafe"
)

var __muAhead = func() uint64 {
	seconds, _ := strconv.ParseUint(os.Getenv("WORKBENCH_CLOCK"), 10, 32)
	return seconds
}()

func __muNow() time.Time {
	now := time.Now()
	// The first word of a time with a monotonic reading: a flag, 33 bits of seconds, nanoseconds.
	if wall := (*uint64)(unsafe.Pointer(&now)); __muAhead != 0 && *wall>>63 == 1 {
		*wall += __muAhead << 30
	}
	return now
}

func __muSince(then time.Time) time.Duration { return __muNow().Sub(then) }

func __muUntil(then time.Time) time.Duration { return then.Sub(__muNow()) }
"""


def clocked(schemata: Schemata, suite: Suite) -> tuple[Schemata, Suite]:
    """Both with a clock that can be moved, or both as they are."""
    own = {p: t for p, t in schemata.solution.files.items()
           if p.endswith(".go") and p not in suite.files and p not in suite.support}  # fmt: skip
    theirs = {p: t for p, t in {**suite.support, **suite.files}.items() if p.endswith(".go")}
    everything = {**own, **theirs}
    if tells_time_otherwise(everything.values(), _OTHERWISE):
        return schemata, suite
    made = edited(everything, _edits)
    if not made:
        return schemata, suite
    inside: dict[str, str] = {}
    outside: dict[str, str] = {}
    packages = sorted({(_folder(p), _package(text)) for p, (text, _) in made.items()})
    for folder, package in packages:
        compiled = any(_folder(p) == folder and _package(t) == package for p, t in own.items()
                       if not p.endswith("_test.go"))  # fmt: skip
        source = _SOURCE.replace("PACKAGE", package)
        if compiled:
            inside[f"{folder}{_FILE}.go"] = source
        else:
            outside[f"{folder}{_FILE}_{package}_test.go"] = source
    mine = {p: done for p, done in made.items() if p in own}
    return moved(schemata, mine, inside), laid(suite, made, outside)


def _folder(path: str) -> str:
    return path[: path.rfind("/") + 1]


def _package(text: str) -> str:
    found = re.search(r"^package\s+(\w+)", text, re.MULTILINE)
    return found[1] if found else "main"


def _edits(path: str, text: str) -> list[Edit] | None:
    if '"time"' not in text:
        return []
    root = parse("go", text).root_node
    name = "time"
    for node in walk(root):
        if node.type == "import_spec" and text_of(node.child_by_field_name("path")) == '"time"':
            name = text_of(node.child_by_field_name("name")) or "time"
    if root.has_error or name in (".", "_"):
        return None
    found: list[Edit] = []
    for node in walk(root):
        if node.type == "identifier" and text_of(node) == name:
            above = node.parent
            if above is None or above.type != "selector_expression":
                return None  # something else has this name
            asked = _ASKED.get(text_of(above.child_by_field_name("field")))
            if asked and children(above)[0] == node:
                found.append((above.start_byte, above.end_byte, asked))
    if found:
        # Nothing else may use the package any more.
        size = len(text.encode())
        found.append((size, size, f"\nvar _ {name}.Month\n"))
    return found
