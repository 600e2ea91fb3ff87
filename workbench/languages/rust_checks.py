"""What makes a Rust test fail, and whether a test surely gets there.

Inside macros the grammar knows tokens only, so arguments are cut at their commas here and parsed
again as expressions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from workbench.languages.compiled_index import Index
from workbench.languages.syntax import (
    Node,
    ancestors,
    children,
    first_error,
    line_of,
    parse,
    text_of,
    walk,
)

PAIRS = {"assert_eq": "assert_ne", "assert_ne": "assert_eq"}
PAIRS |= {f"{p}{a}": f"{p}{b}" for a, b in tuple(PAIRS.items()) for p in ("debug_", "prop_")}
TRUTHS = frozenset({"assert", "debug_assert", "prop_assert"})
PANICS = frozenset({"panic", "unreachable", "todo", "unimplemented"})
_BEFORE = b"fn f(){let _="


@dataclass(frozen=True)
class Part:
    """An expression, and where byte 0 of its tree stands in the file."""

    node: Node
    shift: int = 0


@dataclass(eq=False)
class Check:
    """One place that makes a test fail: an assertion, or the `if` around a panic."""

    file: RustFile
    node: Node
    name: Node | None
    """The macro's name; None for an `if`."""
    arguments: tuple[Part, ...]
    function: Node | None
    moved: bool = False
    turned: bool = False
    guessed: bool = False
    """What an expected object is made from was moved: an honest one may yet be equal."""

    @property
    def word(self) -> str:
        """The macro, without its path."""
        return text_of(self.name).rsplit("::", 1)[-1] if self.name is not None else ""


class RustFile:
    """A suite file's tree, its functions and its checks."""

    def __init__(self, path: str, source: str) -> None:
        self.path = path
        self.tree = parse("rust", source)
        self.root = self.tree.root_node
        self.index = Index(self.root)
        self.macros = {
            text_of(node.child_by_field_name("name")): node
            for node in self.index.of(self.root, "macro_definition")
        }
        self.functions: dict[str, list[Node]] = {}
        self.by_line: dict[int, Node] = {}
        self.checks: dict[int, Check] = {}
        for node in walk(self.root):
            if node.type == "function_item":
                name = text_of(node.child_by_field_name("name"))
                self.functions.setdefault(name, []).append(node)
                self.by_line.setdefault(line_of(node), node)
            elif node.type == "macro_invocation":
                listed = next(iter(children(node, "token_tree")), None)
                self._check(node, node.child_by_field_name("macro"), listed)
            elif node.type == "token_tree":
                # Macro calls among tokens: `assert_eq`, `!`, `( ... )`.
                parts = node.children
                for one, two, three in zip(parts, parts[1:], parts[2:], strict=False):
                    if one.type == "identifier" and two.type == "!" and three.type == "token_tree":
                        self._check(three, one, three)

    def _check(self, node: Node, name: Node | None, listed: Node | None) -> None:
        word = text_of(name).rsplit("::", 1)[-1]
        if listed is None or name is None:
            return
        if word in PAIRS or word in TRUTHS:
            given = tuple(arguments(listed))
            if given:
                self.checks[node.id] = Check(self, node, name, given, function_of(node))
        elif word in PANICS:
            around = guard(node)
            condition = around.child_by_field_name("condition") if around is not None else None
            if around is not None and condition is not None and "let" not in condition.type:
                self.checks[around.id] = Check(
                    self, around, None, (Part(condition),), function_of(node)
                )


def function_of(node: Node) -> Node | None:
    """The function a node stands in."""
    return next((a for a in ancestors(node) if a.type == "function_item"), None)


def guard(node: Node) -> Node | None:
    """The `if` whose block does nothing but what `node` stands for."""
    for above in ancestors(node):
        if above.type == "if_expression":
            block = above.child_by_field_name("consequence")
            inside = block is not None and block.start_byte <= node.start_byte < block.end_byte
            return above if inside else None
        if above.type not in ("expression_statement", "block"):
            return None
    return None


def arguments(listed: Node) -> Iterator[Part]:
    """The expressions in a macro's token tree, cut at commas (and semicolons)."""
    inside = listed.children[1:-1]
    start = 0
    for at, token in enumerate((*inside, None)):
        if token is None or token.type in (",", ";"):
            piece = inside[start:at]
            if piece:
                found = reparsed(listed, piece[0].start_byte, piece[-1].end_byte)
                if found is not None:
                    yield found
            start = at + 1


def reparsed(around: Node, start: int, end: int) -> Part | None:
    """Bytes `start..end` of a node's file as an expression."""
    data = (around.text or b"")[start - around.start_byte : end - around.start_byte]
    tree = parse("rust", _BEFORE + data + b";}")
    declared = next((n for n in walk(tree.root_node) if n.type == "let_declaration"), None)
    value = declared.child_by_field_name("value") if declared is not None else None
    if value is None or first_error(tree):
        return Part(around, 0) if around.start_byte == start and around.end_byte == end else None
    return Part(value, start - len(_BEFORE))


Wanted = Callable[[Check], bool]


def reaches(
    body: Node | None, file: RustFile, files: Mapping[str, RustFile], wanted: Wanted,
    filled: Callable[[Node, RustFile], bool], seen: frozenset[int] = frozenset(),
) -> bool:  # fmt: skip
    """Whether a function's body, run to its end without failing, surely passes a wanted check.
    `filled` tells whether what a `for` goes over has elements."""

    def block(node: Node | None) -> bool:
        for statement in children(node) if node is not None else ():
            if one(statement):
                return True
            if leaves(statement):
                return False
        return False

    def one(node: Node | None) -> bool:
        if node is None:
            return False
        check = file.checks.get(node.id)
        if check is not None and wanted(check):
            return True
        match node.type:
            case "if_expression":
                if one(node.child_by_field_name("condition")):
                    return True
                other = node.child_by_field_name("alternative")
                return (
                    other is not None
                    and any(one(part) for part in children(other))
                    # Who passes does not get into the branch of a check.
                    and (check is not None or one(node.child_by_field_name("consequence")))
                )
            case "match_expression":
                arms = [
                    arm.child_by_field_name("value")
                    for listed in children(node, "match_block")
                    for arm in children(listed, "match_arm")
                ]
                return one(node.child_by_field_name("value")) or (
                    bool(arms) and all(panics(arm) or one(arm) for arm in arms)
                )
            case "for_expression":
                over = node.child_by_field_name("value")
                return over is not None and filled(over, file) and one(
                    node.child_by_field_name("body")
                )  # fmt: skip
            case "block" | "unsafe_block":
                return block(node)
            case "closure_expression" | "while_expression" | "loop_expression" | "function_item":
                return False
            case "call_expression":
                return helper(node) or any(one(part) for part in children(node))
            case "binary_expression" if text_of(node.child_by_field_name("operator")) in (
                "&&",
                "||",
            ):
                return one(node.child_by_field_name("left"))
            case _:
                return any(one(part) for part in children(node))

    def helper(call: Node) -> bool:
        function = call.child_by_field_name("function")
        method = function is not None and function.type == "field_expression"
        if function is not None and method:
            function = function.child_by_field_name("field")
        name = text_of(function).rsplit("::", 1)[-1]
        closure = closure_of(call, name, file)
        if closure is not None and closure.id not in seen:
            inner = closure.child_by_field_name("body")
            known = seen | {closure.id}
            return inner is not None and (
                reaches(inner, file, files, wanted, filled, known)
                if inner.type == "block"
                else one(inner)
            )
        # Of several functions of one name all must do, as it is not looked up whose it is.
        found = [(f, n) for f in files.values() for n in f.functions.get(name, ())
                 if _is_method(n) == method]  # fmt: skip
        return bool(found) and all(
            n.id not in seen
            and reaches(n.child_by_field_name("body"), f, files, wanted, filled, seen | {n.id})
            for f, n in found
        )

    return block(body)


def called(body: Node, file: RustFile, files: Mapping[str, RustFile]) -> Iterator[
    tuple[RustFile, Node]
]:  # fmt: skip
    """A function and all functions and macros of the suite it mentions, each once."""
    todo, seen = [(file, body)], {body.id}
    while todo:
        here, node = todo.pop()
        yield here, node
        for name in sorted(here.index.words(node)):
            for other in files.values():
                for inner in (*other.functions.get(name, ()), other.macros.get(name)):
                    if inner is not None and inner.id not in seen:
                        seen.add(inner.id)
                        todo.append((other, inner))


def _is_method(function: Node) -> bool:
    listed = function.child_by_field_name("parameters")
    return listed is not None and bool(children(listed, "self_parameter"))


def closure_of(call: Node, name: str, file: RustFile) -> Node | None:
    function = function_of(call)
    if function is None:
        return None
    for value in file.index.of(function, "closure_expression"):
        bound = value.parent
        if (
            bound is not None
            and bound.type == "let_declaration"
            and text_of(bound.child_by_field_name("pattern")) == name
        ):
            return value
    return None


def panics(arm: Node | None) -> bool:
    """Whether a match arm is nothing but a panic: who passes does not take it."""
    while arm is not None and arm.type in ("block", "expression_statement"):
        inner = children(arm)
        arm = inner[0] if len(inner) == 1 else None
    return (
        arm is not None
        and arm.type == "macro_invocation"
        and text_of(arm.child_by_field_name("macro")) in PANICS
    )


def leaves(statement: Node) -> bool:
    """Whether something in a statement may end the function or the loop's round."""
    for node in walk(statement, lambda n: n.type not in ("closure_expression", "function_item")):
        if node.type == "return_expression":
            return True
        if node.type in ("break_expression", "continue_expression"):
            loops = ("for_expression", "while_expression", "loop_expression")
            if not any(
                a.type in loops and statement.start_byte <= a.start_byte for a in ancestors(node)
            ):
                return True
    return False
