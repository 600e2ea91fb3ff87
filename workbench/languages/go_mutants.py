"""Mutants of Go code: which edits of a file are worth trying, from its syntax tree.

An edit that Go would refuse is of no use. Where one would leave a variable or an import without a
use, it is written so that it keeps it: `true || (err != nil)`, `return 0; return f(x)`,
`if false { ... }`. An edit never changes how the text around it is read: whatever binds less
tightly than what it replaces stands in brackets.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.languages.go_literals import moved_literal
from workbench.languages.go_returns import stubs, zeros
from workbench.languages.go_types import Package, is_compare, is_literal, statements_of
from workbench.languages.go_uses import Uses
from workbench.languages.mutation import Mutant, Operator
from workbench.languages.syntax import Node, ancestors, children, text_of, walk

_BOUNDARY = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
_NEGATE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
ARITHMETIC = {
    "+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "<<": ">>", ">>": "<<",
    "&": "|", "|": "&", "^": "&", "&^": "&",
}  # fmt: skip
_LEVEL = {"||": 1, "&&": 2, "+": 4, "-": 4, "|": 4, "^": 4}
_SIBLINGS = {
    name: other
    for pair in (
        ("min", "max"), ("strings.HasPrefix", "strings.HasSuffix"),
        ("strings.Index", "strings.LastIndex"), ("strings.ToUpper", "strings.ToLower"),
        ("strings.TrimLeft", "strings.TrimRight"), ("strings.TrimPrefix", "strings.TrimSuffix"),
        ("math.Min", "math.Max"), ("math.Floor", "math.Ceil"),
        ("unicode.IsUpper", "unicode.IsLower"),
        ("unicode.ToUpper", "unicode.ToLower"), ("slices.Min", "slices.Max"),
    )
    for name, other in (pair, pair[::-1])
}  # fmt: skip
FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")
LOOPS = ("for_statement",)
_BREAKABLE = (*LOOPS, "expression_switch_statement", "type_switch_statement", "select_statement")


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    operator: Operator
    after: str


def mutants_of(path: str, source: bytes, root: Node, package: Package) -> tuple[Mutant, ...]:
    """Every mutant of one file, in source order."""
    finder = _Finder(source, Uses(root), package)
    found: list[Mutant] = []
    seen: set[tuple[int, int, str]] = set()
    for node in walk(root, lambda n: not _is_constant(n)):
        for edit in finder.edits(node):
            key = (edit.start, edit.end, edit.after)
            if key not in seen and source[edit.start : edit.end].decode() != edit.after:
                seen.add(key)
                found.append(_mutant(path, source, node, edit))
    # Of one place and operator in the order they were made: a stub that does nothing comes first.
    return tuple(sorted(found, key=lambda m: (m.start, m.end, m.operator)))


def _is_constant(node: Node) -> bool:
    """Code whose values Go must know while it builds: no guard can stand there."""
    return node.type in ("const_declaration", "import_declaration", "type_declaration",
                         "array_type", "type_arguments")  # fmt: skip


def _mutant(path: str, source: bytes, node: Node, edit: _Edit) -> Mutant:
    line = source.count(b"\n", 0, edit.start) + 1
    column = edit.start - (source.rfind(b"\n", 0, edit.start) + 1) + 1
    named = function_of(node)
    key = f"{path}\0{edit.start}\0{edit.end}\0{edit.operator}\0{edit.after}"
    return Mutant(
        id=hashlib.sha256(key.encode()).hexdigest()[:16],
        file=path,
        line=line,
        column=column,
        start=edit.start,
        end=edit.end,
        operator=edit.operator,
        before=source[edit.start : edit.end].decode(),
        after=edit.after,
        function=named,
        static=named in ("", "init"),
    )


def function_of(node: Node) -> str:
    """The declared function a node is in, methods with their type."""
    for above in (node, *ancestors(node)):
        if above.type in FUNCTIONS[:2]:
            name = text_of(above.child_by_field_name("name"))
            receiver = above.child_by_field_name("receiver")
            for part in walk(receiver) if receiver is not None else ():
                if part.type == "type_identifier":
                    return f"{text_of(part)}.{name}"
            return name
    return ""


class _Finder:
    """The edits of one file's nodes."""

    def __init__(self, source: bytes, uses: Uses, package: Package) -> None:
        self._source, self._uses, self._package = source, uses, package

    def edits(self, node: Node) -> Iterator[_Edit]:
        match node.type:
            case "function_declaration" | "method_declaration":
                yield from self._stub(node)
            case "binary_expression":
                yield from self._binary(node)
            case "unary_expression":
                yield from self._unary(node)
            case "if_statement" | "for_clause":
                yield from self._condition(node.child_by_field_name("condition"))
            case "for_statement":
                # `for cond {}` has its condition without a clause.
                for part in children(node):
                    if part.type not in ("for_clause", "range_clause", "block", "comment"):
                        yield from self._condition(part)
            case "return_statement":
                yield from self._return(node)
            case "inc_statement" | "dec_statement":
                after = "--" if node.type == "inc_statement" else "++"
                yield _Edit(node.end_byte - 2, node.end_byte, "arithmetic", after)
                yield from self._deleted(node)
            case "assignment_statement":
                yield from self._assignment(node)
            case "expression_statement" | "defer_statement" | "go_statement" | "send_statement":
                yield from self._deleted(node)
            case "break_statement" | "continue_statement":
                yield from self._jump(node)
            case "call_expression":
                function = node.child_by_field_name("function")
                other = _SIBLINGS.get(text_of(function))
                if function is not None and other:
                    # The package's name stays: only what follows it is another.
                    cut = len(other.rpartition(".")[0]) + 1 if "." in other else 0
                    start = function.start_byte + cut
                    yield _Edit(start, function.end_byte, "call", other[cut:])
            case _:
                for operator, after in moved_literal(node):
                    if self._beyond(node, after):
                        continue
                    yield _Edit(node.start_byte, node.end_byte, operator, after)

    def _beyond(self, node: Node, after: str) -> bool:
        """Whether an index would lie outside its array, which Go refuses to build."""
        above = node.parent
        if above is None or above.type != "index_expression" or not after.isdigit():
            return False
        operand = above.child_by_field_name("operand")
        size = re.match(r"\[(\w+)\]", self._package.under(self._package.type_of(operand)))
        return size is not None and (not size[1].isdigit() or int(after) >= int(size[1]))

    def _stub(self, node: Node) -> Iterator[_Edit]:
        body = node.child_by_field_name("body")
        statements = statements_of(body)
        if body is None or not statements:
            return
        first = text_of(statements[0])
        for text in stubs(node, self._package):
            if first != text:
                at = body.start_byte + 1
                yield _Edit(at, at, "stub", f" {text};")

    def _binary(self, node: Node) -> Iterator[_Edit]:
        sign = node.child_by_field_name("operator")
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if sign is None or left is None or right is None:
            return
        operator = text_of(sign)
        at = (sign.start_byte, sign.end_byte)
        if operator in _NEGATE:
            if operator in _BOUNDARY:
                yield _Edit(*at, "boundary", _BOUNDARY[operator])
            yield _Edit(*at, "negate", _NEGATE[operator])
        elif operator in ("&&", "||"):
            other = "||" if operator == "&&" else "&&"
            yield self._whole(node, "logical", self._joined(left, other, right))
            for kept, dropped in ((right, left), (left, right)):
                yield self._without(node, kept, dropped, operator)
        elif operator in ARITHMETIC and not is_literal(node) and "string" not in (
            self._package.kind_of(left), self._package.kind_of(right)):  # fmt: skip
            other = ARITHMETIC[operator]
            if _LEVEL.get(operator, 5) == _LEVEL.get(other, 5):
                yield _Edit(*at, "arithmetic", other)
            else:
                yield self._whole(node, "arithmetic", self._joined(left, other, right))

    @staticmethod
    def _whole(node: Node, operator: Operator, after: str) -> _Edit:
        above = node.parent.type if node.parent is not None else ""
        if above in ("binary_expression", "unary_expression"):
            after = f"({after})"
        return _Edit(node.start_byte, node.end_byte, operator, after)

    @staticmethod
    def _joined(left: Node, operator: str, right: Node) -> str:
        sides = []
        for side in (left, right):
            inner = text_of(side.child_by_field_name("operator"))
            level = _LEVEL.get(inner, 3 if is_compare(side) else 5)
            loose = side.type == "binary_expression" and level < _LEVEL.get(operator, 5)
            sides.append(f"({text_of(side)})" if loose else text_of(side))
        return f"{sides[0]} {operator} {sides[1]}"

    def _without(self, node: Node, kept: Node, dropped: Node, operator: str) -> _Edit:
        after = text_of(kept)
        if self._uses.orphaned(dropped.start_byte, dropped.end_byte):
            constant = "true ||" if operator == "&&" else "false &&"
            idle = f"({constant} ({text_of(dropped)}))"
            both = (after, idle) if kept.start_byte < dropped.start_byte else (idle, after)
            after = f" {operator} ".join(both)
        return self._whole(node, "logical", after)

    def _unary(self, node: Node) -> Iterator[_Edit]:
        operand = node.child_by_field_name("operand")
        sign = text_of(node.child_by_field_name("operator"))
        if operand is not None and sign in ("-", "!", "^"):
            yield _Edit(node.start_byte, operand.start_byte, "unary", "")

    def _condition(self, node: Node | None) -> Iterator[_Edit]:
        if node is None or node.type in ("true", "false"):
            return
        at = (node.start_byte, node.end_byte)
        text = text_of(node)
        lost = self._uses.orphaned(*at)
        yield _Edit(*at, "condition", f"true || ({text})" if lost else "true")
        yield _Edit(*at, "condition", f"false && ({text})" if lost else "false")
        if node.type not in ("binary_expression", "unary_expression", "parenthesized_expression"):
            yield _Edit(node.start_byte, node.start_byte, "negate", "!")

    def _return(self, node: Node) -> Iterator[_Edit]:
        for start, end, after in zeros(node, self._package):
            if self._uses.orphaned(start, end):
                # What cannot be reached is still a use.
                text = self._source[node.start_byte : start].decode() + after
                text += self._source[end : node.end_byte].decode()
                yield _Edit(node.start_byte, node.start_byte, "return", f"{text}; ")
            else:
                yield _Edit(start, end, "return", after)

    def _assignment(self, node: Node) -> Iterator[_Edit]:
        sign = node.child_by_field_name("operator")
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = text_of(sign).removesuffix("=")
        if sign is not None and operator in ARITHMETIC:
            kinds = {self._package.kind_of(n) for side in (left, right) if side is not None
                     for n in children(side)}  # fmt: skip
            if "string" not in kinds:
                yield _Edit(sign.start_byte, sign.end_byte, "arithmetic",
                            f"{ARITHMETIC[operator]}=")  # fmt: skip
        if text_of(left) != "_":
            yield from self._deleted(node)

    def _deleted(self, node: Node) -> Iterator[_Edit]:
        if node.parent is None or node.parent.type != "statement_list" or _must_stay(node):
            return
        at = (node.start_byte, node.end_byte)
        if not self._uses.orphaned(*at):
            yield _Edit(*at, "delete", "")
        else:
            yield _Edit(*at, "delete", f"if false {{ {text_of(node)} }}")

    @staticmethod
    def _jump(node: Node) -> Iterator[_Edit]:
        word = "break" if node.type == "break_statement" else "continue"
        loop = next((a for a in ancestors(node) if a.type in (*LOOPS, *FUNCTIONS)), None)
        if loop is None or loop.type not in LOOPS:
            return
        for label in children(node)[:1]:
            loop = _labelled_loop(node, text_of(label))
        # An endless loop that gets its first break ends, and a result may be missing behind it.
        if loop is None or (word == "continue" and _is_endless(loop)):
            return
        other = "continue" if word == "break" else "break"
        yield _Edit(node.start_byte, node.start_byte + len(word), "jump", other)


def _is_endless(loop: Node) -> bool:
    return not [c for c in children(loop) if c.type not in ("block", "comment")]


def _labelled_loop(node: Node, label: str) -> Node | None:
    for above in ancestors(node):
        if (
            above.type == "labeled_statement"
            and text_of(above.child_by_field_name("label")) == label
        ):
            return next(iter(children(above, *LOOPS)), None)
    return None


def _must_stay(node: Node) -> bool:
    """`panic(...)` may end a function in the place of a return."""
    inner = children(node)
    if not inner or inner[0].type != "call_expression":
        return False
    if text_of(inner[0].child_by_field_name("function")) != "panic":
        return False
    block = node.parent.parent if node.parent is not None else None
    above = block.parent if block is not None else None
    within = next((a for a in ancestors(node) if a.type in FUNCTIONS), None)
    if within is not None and within.child_by_field_name("result") is None:
        return False
    return not (
        above is not None
        and above.type == "if_statement"
        and above.child_by_field_name("alternative") is None
        and above.parent is not None
        and above.parent.type == "statement_list"
    )
