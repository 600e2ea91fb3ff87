"""Tests that see what other tests leave behind; see `python_shadow_sharing`.

Here the shared things are names declared outside every test and given an object once: at the top
of a file or a `describe`, or in `beforeAll`. What `beforeEach` gives is every test's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from workbench.languages.js_shadow_values import bare
from workbench.languages.js_source import Source
from workbench.languages.syntax import Node, ancestors, children, text_of, walk

_SOLUTION = "(the solution)"  # state in its own modules
_FUNCTIONS = ("arrow_function", "function_expression", "function_declaration")
BLOCKS = ("describe", "context", "suite", "forEach")
_ONCE = ("beforeAll", "before")
_OBJECTS = ("call_expression", "new_expression", "array", "object", "await_expression")
_LOOPS = ("for_statement", "for_in_statement", "while_statement")
_PLATFORM = {"console", "process", "jest", "vi", "expect", "assert", "Object", "Promise", "Math"}


class Sharing:
    """What the tests of one file share. `sure` says whether a statement is certain to fail."""

    def __init__(self, source: Source, sure: Callable[[Node], bool]) -> None:
        self._sure = sure
        self._imported = {
            name
            for name, (module, _) in source.bindings.items()
            if module.startswith((".", "/", "@/", "~/"))
        }
        self._shared: set[str] = set()
        for node in walk(source.tree.root_node):
            if node.type == "variable_declarator" and _outside(node):
                value = node.child_by_field_name("value")
                lasting = value is not None and bare(value).type in _OBJECTS
                if lasting and not text_of(value).startswith("require("):
                    self._shared.add(text_of(node.child_by_field_name("name")))
            elif node.type == "assignment_expression" and _in_hook(node):
                self._shared.add(text_of(node.child_by_field_name("left")))

    def left_out(self, function: Node) -> set[str]:
        """What the shadow of a test leaves undone: names it would have used or changed."""
        local = {
            text_of(n)
            for d in walk(function)
            if d.type == "variable_declarator" or d.type == "formal_parameters"
            for n in walk(d.child_by_field_name("name") or d)
            if "identifier" in n.type
        }
        found: set[str] = set()
        for statement in self._late(function):
            found |= self.mentioned(statement) - local
            for node in walk(statement):
                root = _acted_on(node)
                if root and root in self._imported - local - _PLATFORM:
                    found.add(_SOLUTION)
        return found

    def mentioned(self, node: Node) -> set[str]:
        """Which shared names it speaks of."""
        names = {text_of(n) for n in walk(node) if n.type == "identifier"}
        return names & self._shared

    def _late(self, function: Node) -> Iterator[Node]:
        """Statements that do not run, or not to their end, in a shadow."""
        body = function.child_by_field_name("body")
        inside = children(body) if body is not None and body.type == "statement_block" else []
        for at, node in enumerate(inside):
            # `expect.assertions(2)` fails when the test is over, and ends nothing here.
            if self._sure(node) and not text_of(node).startswith("expect.assertions("):
                yield from inside[at + 1 :]
                if node.type in _LOOPS or "forEach" in text_of(node):
                    yield node
                return


def threatened(
    tests: Mapping[str, Node], fragile: set[str], sharing: Sharing
) -> dict[str, list[str]]:
    """Tests whose opposites may hold because of what another test did not do, and by what."""
    if not fragile:
        return {}
    undone = {id: sharing.left_out(function) for id, function in tests.items()}
    found: dict[str, list[str]] = {}
    for id in fragile:
        others = set().union(*(names for other, names in undone.items() if other != id))
        seen = others & (sharing.mentioned(tests[id]) | {_SOLUTION})
        if seen:
            found[id] = sorted(seen)
    return found


def _outside(node: Node) -> bool:
    """Whether it is declared outside every function but those of `describe`."""
    for around in ancestors(node):
        if around.type in _FUNCTIONS and callee_of(around).split(".")[0] not in BLOCKS:
            return False
    return True


def _in_hook(node: Node) -> bool:
    return any(a.type in _FUNCTIONS and callee_of(a) in _ONCE for a in ancestors(node))


def callee_of(function: Node) -> str:
    """The name of what a function is given to."""
    holder = function.parent
    call = holder.parent if holder is not None and holder.type == "arguments" else None
    return text_of(call.child_by_field_name("function")) if call is not None else ""


def _acted_on(node: Node) -> str:
    """The name a statement acts on without asserting: `store.add(1)`, `store.x = 1`."""
    if node.type != "expression_statement" or not node.named_children:
        return ""
    here: Node | None = bare(node.named_children[0])
    if here is not None and here.type == "await_expression":
        here = bare(here.named_children[0])
    if here is None or here.type not in (
        "call_expression", "assignment_expression", "augmented_assignment_expression",
        "update_expression",
    ):  # fmt: skip
        return ""
    while here is not None and here.type != "identifier":
        fields = ("function", "object", "left", "argument")
        here = next((f for n in fields if (f := here.child_by_field_name(n)) is not None), None)
    return text_of(here)
