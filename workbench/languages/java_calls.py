"""Java: which methods a suite calls, calls as jobs, a call as a test."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from workbench.languages.base import Inventory
from workbench.languages.calls import FUEL, Call, Entry, Result, View, call_text
from workbench.languages.java import JavaLanguage
from workbench.languages.java_calls_edits import with_recorder, with_steps
from workbench.languages.java_calls_entries import JavaEntry, JavaMethod, read_entries
from workbench.languages.java_calls_literals import arguments_of, text_value, value_of
from workbench.languages.java_calls_probe import probe_suite
from workbench.languages.java_calls_types import is_plain
from workbench.languages.java_calls_views import views_of
from workbench.languages.syntax import parse, walk
from workbench.languages.values import NotPlain, Value, to_node
from workbench.model.task import Framework, Limits, Solution, Suite
from workbench.sandboxes.base import Job
from workbench.toolchains.base import Toolbox
from workbench.toolchains.java import JVM, class_path

_MB = 1 << 20
_PARENT_MB = 96
"""what the JVM that minds the calls needs beside the one that makes them"""

_UNCOMPILED = (
    "-XX:CompileCommand=quiet",
    *(
        f"-XX:CompileCommand=exclude,java.util.ImmutableCollections${name}::*"
        for name in ("SetN$SetNIterator", "Set12$*", "MapN$MapNIterator")
    ),
)
"""Compiled before the solution is loaded, these would keep the order the JVM drew for them."""

_MOST_CONSTANTS = 300
_MOST_EXAMPLES = 60
_SIGNATURE = re.compile(r"[({,]\s*(final\s+)?[A-Z]?\w+(<.*>|\[\])*\s+\w+\s*[,)]")


class JavaCalls:
    """Calls of static methods, and of methods of objects made anew for every call."""

    def entries(self, solution: Solution, suite: Suite) -> tuple[Entry, ...]:
        """Methods the suite names, in the order it first does; those of classes it names and that
        give plain values first."""
        text = "\n".join([*suite.files.values(), *suite.support.values()])
        found: dict[str, JavaEntry] = {}
        places: dict[str, tuple[bool, bool, int]] = {}
        for path, source in self._own(solution, suite):
            for each in read_entries(path, source):
                entry, method = each.entry, each.entry.method
                place = re.search(
                    rf"(?<![\w$'\"]){re.escape(entry.name)}\s*\(|::{entry.name}\b", text
                )
                if place is None or method is None:
                    continue
                last = re.escape(method.shown.rsplit(".", 1)[-1])
                unnamed = re.search(rf"\b{last}\b", text) is None
                rank = (unnamed, not is_plain(method.gives), place.start())
                if entry.name not in places or rank < places[entry.name]:
                    found[entry.name], places[entry.name] = entry, rank
        return tuple(found[name] for name in sorted(places, key=places.__getitem__))

    def examples(self, prompt: str, entry: str) -> tuple[Call, ...]:
        """`name(literals)` anywhere in the prompt, in Java's words or in brackets."""
        found: list[Call] = []
        for place in re.finditer(rf"(?<![\w$]){re.escape(entry)}\s*\(", prompt):
            text = call_text(prompt, place.start())
            if not text or _SIGNATURE.search(text):
                continue
            try:
                call = Call(tuple(arguments_of(text)))
            except NotPlain:
                continue
            if call.args and call not in found:
                found.append(call)
        return tuple(found[:_MOST_EXAMPLES])

    def constants(self, text: str) -> tuple[Value, ...]:
        """Numbers, texts and characters."""
        found: dict[tuple[type, Value], None] = {}
        for node in walk(parse("java", text).root_node):
            try:
                if node.type in ("string_literal", "character_literal"):
                    value: Value = text_value(node)
                elif node.type.endswith(("integer_literal", "floating_point_literal")):
                    value = value_of(node)
                else:
                    continue
            except NotPlain:
                continue
            found[type(value), value] = None
        return tuple(value for _, value in found)[:_MOST_CONSTANTS]

    def views(self, suite: Suite, entry: str) -> tuple[View, ...]:
        """Read from the assertions around its calls."""
        found: dict[View, None] = {}
        for path, source in suite.files.items():
            if path.endswith(".java"):
                found |= dict.fromkeys(views_of(source, entry))
        return tuple(found)

    def callable(self, solution: Solution, suite: Suite, entry: Entry) -> Solution:
        """Steps in every loop and method. The method itself is found by its name."""
        own = [path for path, _ in self._own(solution, suite)]
        return solution.model_copy(update={"files": with_steps(solution.files, own)})

    def recordable(self, solution: Solution, suite: Suite, entries: Sequence[Entry]) -> Solution:
        """Every entry behind a method that tells of its calls."""
        files = dict(solution.files)
        for path, text in self._own(solution, suite):
            files[path] = with_recorder(path, text, [e for e in entries if e.file == path])
        return solution.model_copy(update={"files": files})

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
        """One JVM makes the calls, another minds it. Calls with arguments the parameters cannot
        hold are not made: they have no result."""
        method = _method(entry)
        whole = JavaLanguage().test_job(
            solution, suite, Inventory(Framework.SCRIPT, ()), tools, limits,
            nonce=nonce, artefact=artefact,
        )  # fmt: skip
        heap = [flag for flag in whole.command[1:] if flag.startswith("-Xmx")]
        java, harness, jars = tools.paths["java"], tools.paths["harness"], class_path()
        child = (
            *(java, *heap, "-Xss2m", "-ea", *JVM, "-XX:TieredStopAtLevel=1", *_UNCOMPILED),
            *("-cp", f"{harness}:/job/task.jar:{jars}", "workbench.harness.Caller"),
        )
        order = [nonce, f"{call_wall_s:.3f}", str(fuel), _words(entry.name, method)]
        for index, call in enumerate(calls):
            if not call.kwargs and entry.fits(call.args):
                nodes = [_ordered(to_node(value)) for value in call.args]
                order.append(f"{index}\t{json.dumps(nodes)}")
        return replace(
            whole,
            command=(
                *(java, "-Xmx48m", *JVM, "-XX:TieredStopAtLevel=1"),
                *("-cp", f"{harness}:{jars}", "workbench.harness.Calls", *child),
            ),
            files={n: f for n, f in whole.files.items() if n != "plan"},
            stdin="\n".join(order).encode(),
            limits=replace(whole.limits, memory_bytes=whole.limits.memory_bytes + _PARENT_MB * _MB),
            label=f"java calls of {entry.name}",
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
        """The ordinary test job, told that calls are wanted too."""
        job = JavaLanguage().test_job(
            solution, suite, inventory, tools, limits, nonce=nonce, artefact=artefact
        )
        return replace(job, command=(*job.command, "record"), label="java recording")

    def probe(self, suite: Suite, entry: Entry, call: Call, result: Result, view: View) -> Suite:
        """One test beside the suite's own."""
        framework = suite.framework
        if framework is Framework.AUTO:
            framework = JavaLanguage().detect(suite)
        if not isinstance(entry, JavaEntry):
            raise NotPlain(f"{entry.name} was not read from a Java source")
        return probe_suite(suite, framework, entry, call, result, view)

    @staticmethod
    def _own(solution: Solution, suite: Suite) -> Iterator[tuple[str, str]]:
        laid = {**suite.files, **suite.support}
        for path, text in sorted(solution.files.items()):
            if path.endswith(".java") and path not in laid:
                yield path, text


def _method(entry: Entry) -> JavaMethod:
    if not isinstance(entry, JavaEntry) or entry.method is None:
        raise ValueError(f"{entry.name} was not read from a Java source: ask `entries` for it")
    return entry.method


def _words(name: str, method: JavaMethod) -> str:
    """How the harness finds the method."""
    made, takes = (",".join(k.erased for k in kinds) for kinds in (method.made_of, method.takes))
    return f"{method.owner}\t{name}\t{made}\t{takes}"


def _ordered(node: Any) -> Any:
    """With sets in an order of their own: the host's is another in every process."""
    if not isinstance(node, list):
        return node
    if node[0] in ("S", "F"):
        return [node[0], *sorted(map(_ordered, node[1:]), key=json.dumps)]
    return [_ordered(part) for part in node]
