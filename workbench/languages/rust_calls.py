"""Rust: which functions a suite calls, calls as jobs, a call as a test."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import replace

from workbench.languages.artefact import parts_of
from workbench.languages.base import Inventory
from workbench.languages.calls import FUEL, Call, Entry, Result, View, call_text
from workbench.languages.layout import fixtures
from workbench.languages.registry import language
from workbench.languages.rust import CODE
from workbench.languages.rust_calls_edits import with_caller, with_recorder
from workbench.languages.rust_calls_entries import entries_of, typed
from workbench.languages.rust_calls_literals import expression, number, string, value_of
from workbench.languages.rust_calls_probe import probe_of
from workbench.languages.rust_calls_values import words
from workbench.languages.rust_calls_views import views_of
from workbench.languages.rust_layout import lay_out
from workbench.languages.syntax import parse, text_of, walk
from workbench.languages.values import NotPlain, Value
from workbench.model.task import LanguageName, Limits, Solution, Suite
from workbench.sandboxes.base import Job, JobFile, JobLimits
from workbench.toolchains.base import Toolbox

_MB = 1 << 20
_STACK = 256 * _MB
_SLACK = 128 * _MB
_MOST_CONSTANTS = 300
_MOST_EXAMPLES = 60


class RustCalls:
    """Calls of functions a file declares at its top, without type parameters."""

    name = LanguageName.RUST

    def entries(self, solution: Solution, suite: Suite) -> tuple[Entry, ...]:
        """Functions of plain types the suite names, in the order it first does."""
        return entries_of(solution, suite)

    def examples(self, prompt: str, entry: str) -> tuple[Call, ...]:
        """`name(literals)` anywhere in the prompt, in Rust's notation or Python's."""
        found: list[Call] = []
        for place in re.finditer(rf"(?<![\w.]){re.escape(entry)}\s*\(", prompt):
            call = _literal_call(call_text(prompt, place.start()))
            if call is not None and call.args and call not in found:
                found.append(call)
        return tuple(found[:_MOST_EXAMPLES])

    def constants(self, text: str) -> tuple[Value, ...]:
        """Numbers, texts and characters."""
        found: dict[tuple[type, Value], None] = {}
        inside = walk(parse("rust", text).root_node, lambda n: n.type != "attribute_item")
        for node in inside:
            try:
                if node.type in ("integer_literal", "float_literal"):
                    value: Value = number(text_of(node))
                elif node.type in ("string_literal", "raw_string_literal", "char_literal"):
                    value = string(node)
                else:
                    continue
            except NotPlain:
                continue
            found[type(value), value] = None
        return tuple(value for _, value in found)[:_MOST_CONSTANTS]

    def views(self, suite: Suite, entry: str) -> tuple[View, ...]:
        """Read from the assertions around its calls."""
        found: dict[View, None] = {}
        for path, text in suite.files.items():
            if path.endswith(".rs"):
                found |= dict.fromkeys(views_of(text, entry))
        return tuple(found)

    def callable(self, solution: Solution, suite: Suite, entry: Entry) -> Solution:
        """Fuel in every loop and function, and a program around it that makes the calls."""
        return with_caller(solution, suite, entry)

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
        """The caller over those of `calls` whose arguments fit; the others are not made."""
        known = typed(solution, suite, entry)
        rows = [row for at, call in enumerate(calls) if known and (row := _row(at, call, known))]
        memory = limits.memory_mb * _MB + _STACK
        plan = [
            ("memory", str(memory)),
            ("wall", str(max(1, round(call_wall_s * 1000)))),
            ("fuel", str(fuel)),
            ("caller", "/job/bin/calls"),
        ]
        files = {
            "plan": JobFile("\n".join("\t".join(line) for line in plan).encode()),
            "calls": JobFile("\n".join(rows).encode()),
            **fixtures(suite, CODE),
        }
        for name, binary in parts_of(artefact):
            if name == "calls":
                files["bin/calls"] = JobFile(binary, executable=True)
        for path, data in lay_out(solution, suite).files.items():
            if not path.endswith(CODE):
                files[f"tree/{path}"] = JobFile(data.encode())
        return Job(
            command=(tools.paths["harness"], "calls", "/job/plan"),
            files=files,
            env={"RUST_BACKTRACE": "0", "CARGO_MANIFEST_DIR": "/box/work"},
            layers=tuple(layer for layer in tools.layers if layer.name == "rust-harness"),
            limits=JobLimits(
                wall_s=limits.wall_s,
                memory_bytes=memory + _SLACK,
                pids=limits.pids,
                stdout_bytes=limits.output_kb << 10,
                stderr_bytes=limits.output_kb << 10,
                results_bytes=64 * _MB,
                file_bytes=limits.file_mb * _MB,
            ),
            stdin=nonce.encode(),
            label=f"rust calls of {entry.name}",
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
        """The ordinary test job, its harness told to pass on what the recorders say."""
        job = language(self.name).test_job(
            solution, suite, inventory, tools, limits, nonce=nonce, artefact=artefact
        )
        harness, _, plan = job.command
        return replace(
            job,
            command=(harness, "record", plan),
            limits=replace(job.limits, results_bytes=96 * _MB),
            label="rust recording",
        )

    def probe(self, suite: Suite, entry: Entry, call: Call, result: Result, view: View) -> Suite:
        """One test with what the suite's own file uses."""
        return probe_of(suite, entry, call, result, view)


def _row(at: int, call: Call, entry: Entry) -> str:
    """A call in words; '' when a parameter's type does not hold its argument."""
    kinds = getattr(entry, "kinds", ())
    if call.kwargs or len(call.args) != len(kinds):
        return ""
    try:
        told = [" ".join(words(a, k)) for a, k in zip(call.args, kinds, strict=True)]
    except (NotPlain, RecursionError):
        return ""
    return " ".join((str(at), *told))


def _literal_call(text: str) -> Call | None:
    node = expression(text)
    listed = node.child_by_field_name("arguments") if node is not None else None
    try:
        if node is not None and node.type == "call_expression" and listed is not None:
            inner = [c for c in listed.named_children if not c.type.endswith("comment")]
            return Call(tuple(map(value_of, inner)))
    except NotPlain:
        pass
    try:
        tree = ast.parse(text, mode="eval").body
        if isinstance(tree, ast.Call) and not tree.keywords:
            return Call(tuple(map(ast.literal_eval, tree.args)))
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        pass
    return None
