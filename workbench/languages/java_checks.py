"""What makes a Java test fail: assertions of the frameworks, `assert`, `throw` behind an `if`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.languages.compiled_index import Index
from workbench.languages.compiled_shadow import Edits
from workbench.languages.syntax import Node, ancestors, children, line_of, parse, text_of, walk

_JUNIT = frozenset(
    f"assert{name}"
    for name in [
        "Equals",
        "NotEquals",
        "True",
        "False",
        "Null",
        "NotNull",
        "Same",
        "NotSame",
        "ArrayEquals",
        "IterableEquals",
        "LinesMatch",
        "Throws",
        "ThrowsExactly",
        "DoesNotThrow",
        "InstanceOf",
    ]
)
ASSERTJ = frozenset(
    f"assertThat{name}"
    for name in (
        "",
        "Object",
        "Code",
        "ThrownBy",
        "ExceptionOfType",
        "NoException",
        "IllegalArgumentException",
        "IllegalStateException",
        "NullPointerException",
        "IOException",
        "RuntimeException",
        "IndexOutOfBoundsException",
    )
)
# Beside JUnit other exceptions are those of stand-ins for what the solution uses.
_FAILURE = re.compile(r"new\s+(java\.lang\.)?(\w*Assert\w*|\w*Fail\w*|Error)\b")


@dataclass(eq=False)
class Check:
    """One place that makes a test fail: `kind` is `junit`, `assertj` (a chain of calls),
    `hamcrest`, `assert`, `if`, or `holds` for a call of a helper that asserts its argument."""

    file: JavaFile
    node: Node
    kind: str
    links: tuple[Node, ...] = ()
    """Of a chain: its calls, the root `assertThat(...)` first."""
    moved: bool = False
    turned: bool = False
    deep: bool = False
    """Moved, and an `equals` that the solution may own has a say in it."""
    edits: Edits | None = None
    """What moving it takes."""

    @property
    def word(self) -> str:
        """The name of the call."""
        return text_of(self.node.child_by_field_name("name"))


class JavaFile:
    """A source file's tree, its methods and its checks."""

    def __init__(self, path: str, source: str) -> None:
        self.path = path
        self.source = source
        self.tree = parse("java", source)
        self.root = self.tree.root_node
        self.index = Index(self.root)
        self.junit4 = "org.junit.jupiter" not in source
        self.junit = "org.junit" in source
        self.methods: dict[str, list[Node]] = {}
        self.by_line: dict[int, Node] = {}
        self.checks: dict[int, Check] = {}
        for node in walk(self.root):
            match node.type:
                case "method_declaration":
                    name = text_of(node.child_by_field_name("name"))
                    self.methods.setdefault(name, []).append(node)
                    self.by_line.setdefault(line_of(node), node)
                case "method_invocation":
                    self._call(node)
                case "assert_statement":
                    self.checks[node.id] = Check(self, node, "assert")
                case "throw_statement" if not self.junit or _FAILURE.search(text_of(node)):
                    self._guarded(node)
        self._helpers()

    def _helpers(self) -> None:
        """`void check(boolean holds) { if (!holds) throw ... }`: its calls are the checks."""
        for name, found in self.methods.items():
            listed = found[0].child_by_field_name("parameters")
            parameters = children(listed, "formal_parameter") if listed is not None else []
            if len(found) != 1 or not parameters:
                continue
            if text_of(parameters[0].child_by_field_name("type")) != "boolean":
                continue
            holds = text_of(parameters[0].child_by_field_name("name"))
            inner = [c for c in self.checks.values() if _within(c.node, found[0])]
            if len(inner) != 1 or holds != _asserted(inner[0]):
                continue
            calls = [
                call
                for name_of in self.index.named(name, self.root)
                if (call := name_of.parent) is not None
                and call.type == "method_invocation"
                and call.child_by_field_name("name") == name_of
                and own_call(call)
            ]
            if all(arguments(call) for call in calls):
                del self.checks[inner[0].node.id]
                for call in calls:
                    self.checks[call.id] = Check(self, call, "holds")

    def _call(self, node: Node) -> None:
        name, owner = text_of(node.child_by_field_name("name")), text_of(
            node.child_by_field_name("object"))  # fmt: skip
        framework = owner.rsplit(".", 1)[-1] in ("", "Assertions", "Assert", "MatcherAssert")
        if not framework:
            return
        given = arguments(node)
        if name in _JUNIT:
            self.checks[node.id] = Check(self, node, "junit")
        elif name == "assertThat" and len(given) > 1:
            self.checks[node.id] = Check(self, node, "hamcrest")
        elif name in ASSERTJ:
            links = [node]
            above = node.parent
            while above is not None and above.type == "method_invocation" and (
                above.child_by_field_name("object") == links[-1]
            ):  # fmt: skip
                links.append(above)
                above = above.parent
            if len(links) > 1:
                self.checks[links[-1].id] = Check(self, links[-1], "assertj", tuple(links))
        elif name == "fail":
            self._guarded(node.parent or node)

    def _guarded(self, statement: Node) -> None:
        """The `if` right around a `throw` or a `fail(...)`, where that is not a handler's."""
        block = statement.parent
        if block is not None and block.type == "block":
            block = block.parent
        if block is not None and block.type == "if_statement":
            consequence = block.child_by_field_name("consequence")
            if consequence is not None and _within(statement, consequence):
                self.checks.setdefault(block.id, Check(self, block, "if"))


def _asserted(check: Check) -> str:
    """The name that a check at the top of a method needs to be true, or ''."""
    statement = check.node if check.kind in ("if", "assert") else check.node.parent
    block = statement.parent if statement is not None else None
    if block is None or block.type != "block" or block.parent is None or (
        block.parent.type != "method_declaration"
    ):  # fmt: skip
        return ""
    if check.kind == "if":
        condition = re.sub(r"[\s()]", "", text_of(check.node.child_by_field_name("condition")))
        return condition.removeprefix("!") if condition.startswith("!") else ""
    if check.kind == "assert":
        return text_of(check.node.named_children[0])
    return text_of(arguments(check.node)[0]) if check.word == "assertTrue" else ""


def arguments(call: Node) -> list[Node]:
    """What a call is given."""
    listed = call.child_by_field_name("arguments")
    return [] if listed is None else [n for n in children(listed) if "comment" not in n.type]


def method_of(node: Node) -> Node | None:
    """The method a node stands in."""
    return next((a for a in ancestors(node) if a.type in ("method_declaration",
                 "constructor_declaration", "compact_constructor_declaration")), None)  # fmt: skip


def _within(node: Node, outer: Node) -> bool:
    return outer.start_byte <= node.start_byte and node.end_byte <= outer.end_byte


def own_call(call: Node) -> bool:
    """Whether a call may be one of the suite's own methods: on no object, or on a class."""
    owner = text_of(call.child_by_field_name("object"))
    return owner in ("", "this") or owner[:1].isupper()


def message_first(given: list[Node], file: JavaFile, word: str) -> int:
    """JUnit 4 takes its message before the rest: how many arguments it is."""
    if not file.junit4 or not given or given[0].type not in ("string_literal", "binary_expression"):
        return 0
    least = {"assertTrue": 2, "assertFalse": 2, "assertNull": 2, "assertNotNull": 2}.get(word, 3)
    text = given[0].type == "string_literal" or any(
        n.type == "string_literal" for n in children(given[0])
    )
    return int(text and len(given) >= least)
