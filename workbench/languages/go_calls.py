"""Go: which functions a suite calls, calls of them as jobs, and a call as a test."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from workbench.languages.artefact import parts_of
from workbench.languages.base import Inventory
from workbench.languages.calls import FUEL, Call, Entry, Result, View, call_text
from workbench.languages.go import CODE, GoLanguage
from workbench.languages.go_calls_probe import probe_file
from workbench.languages.go_calls_sources import (
    GoEntry,
    entry_of,
    functions,
    own_files,
    private_types,
    with_recorder,
    with_steps,
)
from workbench.languages.go_calls_types import Types
from workbench.languages.go_calls_values import calls_in, string_value, value_of
from workbench.languages.go_calls_views import views_of
from workbench.languages.go_inventory import test_files
from workbench.languages.go_schemata import folder_of
from workbench.languages.layout import fixtures
from workbench.languages.syntax import Node, parse, text_of, walk
from workbench.languages.values import NotPlain, Value
from workbench.model.task import Framework, Limits, Solution, Suite
from workbench.sandboxes.base import Job, JobFile, JobLimits
from workbench.toolchains.base import Toolbox

_MB = 1 << 20
_OVERHEAD_MB = 256
_MOST_CONSTANTS = 300
_MOST_EXAMPLES = 60
_TIMES = 8
"""How often a call is made where its result may differ from time to time."""
_UNSTEADY = re.compile(r"\brange\b[\s\S]*map\[|map\[[\s\S]*\brange\b|\bgo func|\brand\.|\btime\.Now"
                       r"|\bselect \{|\bgo \w")  # fmt: skip
_LEFT_BEHIND = frozenset(
    ["go_statement", "defer_statement", "select_statement", "channel_type", "send_statement"]
)


class GoCalls:
    """Calls of functions of a package, its methods left out."""

    def entries(self, solution: Solution, suite: Suite) -> tuple[Entry, ...]:
        """Functions over plain values that the suite names, in the order it first does; those
        without parameters last."""
        own = own_files(solution, suite)
        trees = {path: parse("go", text) for path, text in own.items()}
        beside = {p: t for p, t in {**suite.support, **suite.files}.items() if p.endswith(".go")}
        lent = [parse("go", text) for text in beside.values()]
        named = _named_in(suite)
        found: dict[str, GoEntry] = {}
        for path, tree in trees.items():
            folder = folder_of(path)
            near = [t.root_node for p, t in trees.items() if folder_of(p) == folder]
            private = private_types(near, suite)
            types = Types([*near, *(t.root_node for t in lent)], private)
            for name, function in functions(tree.root_node):
                entry = entry_of(path, name, function, types) if name in named else None
                if entry is not None:
                    found.setdefault(name, entry)
        ranked = sorted(found.values(), key=lambda e: (not e.parameters, named[e.name]))
        return tuple(ranked)

    def examples(self, prompt: str, entry: str) -> tuple[Call, ...]:
        """`Name(literals)` anywhere in the prompt."""
        found: list[Call] = []
        for place in re.finditer(rf"(?<![\w.]){re.escape(entry)}\s*\(", prompt):
            if prompt[: place.start()].endswith("func "):
                continue
            call = calls_in(call_text(prompt, place.start()))
            if call is not None and call.args and call not in found:
                found.append(call)
        return tuple(found[:_MOST_EXAMPLES])

    def constants(self, text: str) -> tuple[Value, ...]:
        """Numbers and texts; imports and tags are none."""
        found: dict[tuple[type, Value], None] = {}
        for node in walk(parse("go", text).root_node, lambda n: n.type != "import_declaration"):
            for value in _constant(node):
                found[type(value), value] = None
        return tuple(value for _, value in found)[:_MOST_CONSTANTS]

    def views(self, suite: Suite, entry: str) -> tuple[View, ...]:
        """Read from what the tests do with its results."""
        found: dict[View, None] = {}
        for text in test_files(suite.files).values():
            found |= dict.fromkeys(views_of(text, entry))
        return tuple(found)

    def callable(self, solution: Solution, suite: Suite, entry: Entry) -> Solution:
        """Ticks in every loop, and a package beside it that makes the calls."""
        return with_steps(solution, suite, entry)

    def recordable(self, solution: Solution, suite: Suite, entries: Sequence[Entry]) -> Solution:
        """Every entry replaced where it is declared."""
        return with_recorder(solution, suite, entries)

    def call_job(
        self,
        solution: Solution,
        suite: Suite,
        tools: Toolbox,
        limits: Limits,
        entry: Entry,
        calls: Sequence[Call],
        *,
        nonce: str,
        fuel: int = FUEL,
        call_wall_s: float = 2.0,
        artefact: bytes = b"",
    ) -> Job:
        """The test binary, which runs no test. Calls that do not fit the types are not made."""
        parts = parts_of(artefact)
        folder = folder_of(entry.file)
        binary = next((b for f, b in parts if f == folder), parts[0][1] if parts else b"")
        files = {
            f"tree/{path}": JobFile(text.encode())
            for path, text in solution.files.items()
            if not path.endswith(CODE)
        }
        files.update(fixtures(suite, CODE))
        files["bin/calls"] = JobFile(binary, executable=True)
        own = own_files(solution, suite)
        order = {
            "nonce": nonce,
            "binary": "/job/bin/calls",
            "folder": folder,
            "calls": list(_sent(entry, calls)),
            "times": _TIMES if any(map(_UNSTEADY.search, own.values())) else 1,
            "fuel": fuel,
            "catchable": int(all(map(_is_catchable, own.values()))),
            "call_wall_s": call_wall_s,
            "load_wall_s": 5.0,
            "memory_bytes": limits.memory_mb * _MB,
        }
        return Job(
            command=(tools.paths["harness"], "calls", "/job"),
            files=files,
            env={"GOMEMLIMIT": f"{limits.memory_mb * 9 // 10}MiB"},
            layers=tuple(layer for layer in tools.layers if layer.name == "go-harness"),
            limits=JobLimits(
                wall_s=limits.wall_s,
                memory_bytes=(limits.memory_mb + _OVERHEAD_MB) * _MB,
                pids=limits.pids + 32,
                file_bytes=limits.file_mb * _MB,
            ),
            stdin=json.dumps(order).encode(),
            label=f"go calls of {entry.name}",
        )

    def record_job(
        self,
        solution: Solution,
        suite: Suite,
        inventory: Inventory,
        tools: Toolbox,
        limits: Limits,
        entries: Sequence[Entry],
        *,
        nonce: str,
        artefact: bytes = b"",
    ) -> Job:
        """The ordinary test job, run by what listens to the calls."""
        job = GoLanguage().test_job(
            solution, suite, inventory, tools, limits, nonce=nonce, artefact=artefact
        )
        harness, _, plan = job.command
        return replace(job, command=(harness, "record", plan), label="go recording")

    def probe(self, suite: Suite, entry: Entry, call: Call, result: Result, view: View) -> Suite:
        """One test of the testing package, in the package of the suite's own."""
        path, text = probe_file(suite, _own(entry), call, result, view)
        return Suite(
            name=f"probe-{entry.name}".lower().replace("_", "-"),
            role="probe",
            framework=Framework.GO_TEST,
            files={path: text},
            support=suite.support,
        )


def _named_in(suite: Suite) -> dict[str, int]:
    """Names that the suite's tests use as such, and where they first do."""
    found: dict[str, int] = {}
    at = 0
    for text in test_files(suite.files).values():
        for node in walk(parse("go", text).root_node):
            if node.type in ("identifier", "field_identifier") and not _is_field(node):
                found.setdefault(text_of(node), at + node.start_byte)
        at += len(text.encode())
    return found


def _is_field(node: Node) -> bool:
    """Whether a name is one of a struct's, or of something that is no package."""
    parent = node.parent
    if parent is None or node.type == "identifier":
        return False
    operand = parent.child_by_field_name("operand")
    return operand is None or operand.type != "identifier"


def _is_catchable(text: str) -> bool:
    """Whether a call of this code can be left by a panic when it is out of steps: nobody catches
    it, and nothing stays locked. A new process for each such call costs four times as much."""
    return not any(
        node.type in _LEFT_BEHIND
        or (node.type == "identifier" and text_of(node) == "recover")
        or (node.type == "import_spec" and '"sync' in text_of(node))
        for node in walk(parse("go", text).root_node)
    )


def _sent(entry: Entry, calls: Sequence[Call]) -> Iterator[list[object]]:
    own = _own(entry)
    for index, call in enumerate(calls):
        if own.fits(call.args) and not call.kwargs:
            yield [index, own.nodes(call.args)]


def _own(entry: Entry) -> GoEntry:
    if not isinstance(entry, GoEntry):
        raise TypeError(f"{entry.name} is no entry that GoCalls has found")
    return entry


def _constant(node: Node) -> Iterator[Value]:
    if node.type in ("int_literal", "float_literal", "rune_literal"):
        try:
            yield value_of(node)
        except NotPlain:
            return
        if node.type == "rune_literal":
            yield from (t for t in (string_value(node),) if isinstance(t, str))
    elif node.type in ("interpreted_string_literal", "raw_string_literal"):
        said = string_value(node)
        if isinstance(said, str) and node.parent and node.parent.type != "field_declaration":
            yield said
