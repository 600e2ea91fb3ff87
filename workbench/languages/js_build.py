"""Reads what the Node build job left: compiled files, esbuild's words, the type checker's."""

from __future__ import annotations

import json
import re

from workbench.languages.base import Built
from workbench.languages.records import text
from workbench.model.run import Diagnostic
from workbench.sandboxes.base import Outcome

_TSC = re.compile(
    r"^(?P<file>[^\s(][^(\n]*)\((?P<line>\d{1,9}),\d+\): error (?P<what>TS\d+: .*)$", re.M
)
_ESBUILD = re.compile(
    r"\[ERROR\] (?P<what>[^\n]*)(?:\n\s*\n\s+(?P<file>[^\s:]+):(?P<line>\d{1,9}):\d+:)?"
)
_JOB = re.compile(r"^(?:\.\./|/)*job/")
_MOST = 50


def parse_build(outcome: Outcome) -> Built:
    """The artefact is JSON, path -> compiled text. No task code ran in that job."""
    try:
        left = json.loads(outcome.results)
        ok, said, types = bool(left["ok"]), text(left["said"]), text(left["types"])
        artefact = json.dumps(left["code"]).encode() if ok else b""
    except (ValueError, KeyError, TypeError, RecursionError):
        shown = text(outcome.stderr.decode("utf-8", "replace"))
        return Built(ok=False, output=shown or "the build job left no result")
    diagnostics = [
        Diagnostic(
            message=found["what"],
            source="esbuild",
            file=found["file"] or "",
            line=int(found["line"]) if found["line"] else None,
        )
        for found in _ESBUILD.finditer(said)
    ]
    diagnostics += [
        Diagnostic(
            severity="warning",
            message=found["what"],
            source="tsc",
            file=_JOB.sub("", found["file"]),
            line=int(found["line"]),
        )
        for found in _TSC.finditer(types)
        if _JOB.match(found["file"])
    ]
    return Built(ok, artefact, said, tuple(diagnostics[:_MOST]))
