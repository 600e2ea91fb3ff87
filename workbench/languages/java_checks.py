"""What makes a Java test fail, and whether a test surely gets there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from workbench.languages.compiled_index import Index
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
# Calls that run the lambdas they are given, once each at least.
_RUNS = frozenset(
    [
        "assertAll",
        "assertTimeout",
        "assertTimeoutPreemptively",
        "assertDoesNotThrow",
        "dynamicTest",
        "satisfies",
        "of",
        "asList",
    ]
)


@dataclass(eq=False)
class Check:
    """One place that makes a test fail: `kind` is `junit`, `assertj` (a chain of calls),
    `hamcrest`, `assert` or `if`."""

    file: JavaFile
    node: Node
    kind: str
    links: tuple[Node, ...] = ()
    """Of a chain: its calls, the root `assertThat(...)` first."""
    moved: bool = False
    turned: bool = False

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


Wanted = Callable[[Check], bool]


def reaches(
    body: Node | None, file: JavaFile, files: Mapping[str, JavaFile], wanted: Wanted,
    filled: Callable[[Node, JavaFile], bool], seen: frozenset[int] = frozenset(),
) -> bool:  # fmt: skip
    """Whether a method's body, run to its end without failing, surely passes a wanted check.
    `filled` tells whether what a `for` goes over has elements."""

    def block(node: Node | None) -> bool:
        for statement in children(node) if node is not None else ():
            if one(statement):
                return True
            if _leaves(statement):
                return False
        return False

    def one(node: Node | None) -> bool:
        if node is None:
            return False
        check = file.checks.get(node.id)
        if check is not None and wanted(check):
            return True
        match node.type:
            case "if_statement":
                other = node.child_by_field_name("alternative")
                return one(node.child_by_field_name("condition")) or (
                    other is not None
                    and one(other)
                    # Who passes does not get into the branch of a check.
                    and (check is not None or one(node.child_by_field_name("consequence")))
                )
            case "enhanced_for_statement" | "for_statement":
                return filled(node, file) and one(node.child_by_field_name("body"))
            case "try_statement" | "try_with_resources_statement":
                inner = node.child_by_field_name("body")
                if one(inner):
                    return True
                handlers = children(node, "catch_clause")
                if thrown_by(node):
                    return all(one(h.child_by_field_name("body")) for h in handlers)
                return any(one(f) for f in children(node, "finally_clause"))
            case "block":
                return block(node)
            case "finally_clause":
                return any(block(part) for part in children(node))
            case "lambda_expression" | "while_statement" | "class_body" | "switch_expression":
                return False
            case "method_invocation":
                name = text_of(node.child_by_field_name("name"))
                if name in _RUNS and any(
                    one(given.child_by_field_name("body"))
                    for given in arguments(node)
                    if given.type == "lambda_expression"
                ):
                    return True
                return helper(name, node) or any(one(part) for part in children(node))
            case "binary_expression" if text_of(node.child_by_field_name("operator")) in (
                "&&",
                "||",
            ):
                return one(node.child_by_field_name("left"))
            case _:
                return any(one(part) for part in children(node))

    def helper(name: str, call: Node) -> bool:
        if not own_call(call):
            return False
        count = len(arguments(call))
        for other in (file, *(f for f in files.values() if f is not file)):
            found = [m for m in other.methods.get(name, ()) if _takes(m) == count]
            if found and found[0].id not in seen:
                return all(
                    reaches(m.child_by_field_name("body"), other, files, wanted, filled,
                            seen | {m.id})
                    for m in found
                )  # fmt: skip
        return False

    return block(body)


def own_call(call: Node) -> bool:
    """Whether a call may be one of the suite's own methods: on no object, or on a class."""
    owner = text_of(call.child_by_field_name("object"))
    return owner in ("", "this") or owner[:1].isupper()


def thrown_by(node: Node) -> bool:
    """Whether a `try` ends with `fail(...)`: who passes gets into a handler."""
    body = node.child_by_field_name("body")
    statements = children(body) if body is not None else []
    if not statements or not children(node, "catch_clause"):
        return False
    call = next(iter(children(statements[-1], "method_invocation")), None)
    if call is None:
        return statements[-1].type == "throw_statement"
    return text_of(call.child_by_field_name("name")) == "fail"


def called(
    method: Node, file: JavaFile, files: Mapping[str, JavaFile]
) -> Iterator[tuple[JavaFile, Node]]:
    """A method and all methods of the suite it mentions, each once."""
    todo, seen = [(file, method)], {method.id}
    while todo:
        here, node = todo.pop()
        yield here, node
        for name in sorted(here.index.words(node)):
            for other in files.values():
                for found in other.methods.get(name, ()):
                    if found.id not in seen:
                        seen.add(found.id)
                        todo.append((other, found))


def _takes(method: Node) -> int:
    listed = method.child_by_field_name("parameters")
    return len(children(listed, "formal_parameter")) if listed is not None else 0


def _leaves(statement: Node) -> bool:
    """Whether something in a statement may end the method or the loop's round."""
    for node in walk(statement, lambda n: n.type not in ("lambda_expression", "class_body")):
        if node.type == "return_statement":
            return True
        if node.type == "method_invocation" and text_of(
            node.child_by_field_name("name")).startswith("assum"):  # fmt: skip
            return True
        if node.type in ("break_statement", "continue_statement"):
            loops = ("for_statement", "enhanced_for_statement", "while_statement", "do_statement",
                     "switch_expression", "switch_statement")  # fmt: skip
            if not any(
                a.type in loops and statement.start_byte <= a.start_byte for a in ancestors(node)
            ):
                return True
    return False


def message_first(given: list[Node], file: JavaFile, word: str) -> int:
    """JUnit 4 takes its message before the rest: how many arguments it is."""
    if not file.junit4 or not given or given[0].type not in ("string_literal", "binary_expression"):
        return 0
    least = {"assertTrue": 2, "assertFalse": 2, "assertNull": 2, "assertNotNull": 2}.get(word, 3)
    text = given[0].type == "string_literal" or any(
        n.type == "string_literal" for n in children(given[0])
    )
    return int(text and len(given) >= least)
