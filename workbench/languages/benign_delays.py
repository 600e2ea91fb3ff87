"""Steps in the background that begin later, as they do on a machine that is busy (Java).

Who waits for what was begun does not notice. A test that sleeps for a while and then looks does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from workbench.languages.syntax import Node, ancestors, children, text_of

MILLISECONDS = 150
_PARK = f"java.util.concurrent.locks.LockSupport.parkNanos({MILLISECONDS}_000_000L);"
_BEGINS = frozenset(
    ["execute", "submit", "runAsync", "supplyAsync", "startVirtualThread", "schedule",
     "thenRunAsync", "thenAcceptAsync", "Thread", "start", "unstarted"]
)  # fmt: skip
_GIVES = {"supplyAsync": "return "}
"""What a lambda of one expression has in front of it, once it is a block."""
_UNSAID = ("submit", "schedule")
"""They take lambdas that give something and such that do not."""
_TASK = re.compile(
    r"\b(?:Runnable|Callable(?:<.*>)?|Thread|TimerTask|Supplier(?:<.*>)?)\b", re.DOTALL
)


class Delay(NamedTuple):
    """Bytes `start` to `end` become `after`."""

    start: int
    end: int
    before: str
    after: str


def delays(node: Node) -> Iterator[Delay]:
    """One, where a step in the background begins at `node` or goes on behind a sleep."""
    if node.type == "lambda_expression":
        yield from _lambda(node)
    elif node.type == "method_declaration":
        name = text_of(node.child_by_field_name("name"))
        body = node.child_by_field_name("body")
        if name in ("run", "call") and body is not None and _is_task(node):
            yield Delay(body.start_byte + 1, body.start_byte + 1, "", f" {_PARK}")
    elif node.type == "method_invocation" and text_of(node.child_by_field_name("name")) == "sleep":
        owner, statement = text_of(node.child_by_field_name("object")), node.parent
        if statement is None or statement.type != "expression_statement":
            return
        if re.search(r"\bThread|TimeUnit", owner) and statement.parent is not None and (
            statement.parent.type == "block"
        ):  # fmt: skip
            yield Delay(statement.start_byte, statement.start_byte, "", f"{_PARK} ")


def _lambda(node: Node) -> Iterator[Delay]:
    listed, body = node.parent, node.child_by_field_name("body")
    call = listed.parent if listed is not None and listed.type == "argument_list" else None
    if call is None or body is None:
        return
    named = call.child_by_field_name("name") or call.child_by_field_name("type")
    name = text_of(named).rsplit(".", 1)[-1]
    if name not in _BEGINS:
        return
    if body.type == "block":
        yield Delay(body.start_byte + 1, body.start_byte + 1, "", f" {_PARK}")
    elif name not in _UNSAID:
        said = text_of(body)
        after = f"{{ {_PARK} {_GIVES.get(name, '')}{said}; }}"
        yield Delay(body.start_byte, body.end_byte, said, after)


def _is_task(method: Node) -> bool:
    """Whether a method is what a thread runs: of a class that says so, or of one without a name."""
    parameters = method.child_by_field_name("parameters")
    if parameters is None or children(parameters):
        return False
    holder = next((a for a in ancestors(method) if a.type in _HOLDERS), None)
    if holder is None:
        return False
    if holder.type == "object_creation_expression":
        return _TASK.search(text_of(holder.child_by_field_name("type"))) is not None
    parts = (holder.child_by_field_name("superclass"), holder.child_by_field_name("interfaces"))
    return any(_TASK.search(text_of(part)) for part in parts if part is not None)


_HOLDERS = ("class_declaration", "record_declaration", "enum_declaration",
            "object_creation_expression")  # fmt: skip
