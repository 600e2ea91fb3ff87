"""What makes a Go test fail: `t.Error...` behind a condition, testify's assertions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.languages.compiled_index import Index
from workbench.languages.syntax import Node, children, parse, text_of, walk

FAILS = frozenset({"Error", "Errorf", "Fatal", "Fatalf", "Fail", "FailNow"})
LOGS = FAILS | {"Log", "Logf", "Skip", "Skipf"}
_TESTING = re.compile(r"\*?\s*testing\.(T|TB|F|B)$|\*?\s*(T|TB|F)$")
# testify: what is asserted -> its opposite.
_PAIRS = {
    "Equal": "NotEqual",
    "EqualValues": "NotEqualValues",
    "Nil": "NotNil",
    "True": "False",
    "Error": "NoError",
    "Contains": "NotContains",
    "Empty": "NotEmpty",
    "Same": "NotSame",
    "Greater": "LessOrEqual",
    "Less": "GreaterOrEqual",
    "ErrorIs": "NotErrorIs",
    "ErrorAs": "NotErrorAs",
    "ElementsMatch": "NotElementsMatch",
    "Panics": "NotPanics",
    "Regexp": "NotRegexp",
    "Subset": "NotSubset",
    "Implements": "NotImplements",
    "Zero": "NotZero",
    "FileExists": "NoFileExists",
    "DirExists": "NoDirExists",
}
OPPOSITES = _PAIRS | {there: here for here, there in _PAIRS.items()}
# testify: which argument after `t` is expected, in assertions that compare by value.
EXPECTED = {
    "Equal": 0,
    "EqualValues": 0,
    "Exactly": 0,
    "ElementsMatch": 0,
    "InDelta": 0,
    "InEpsilon": 0,
    "EqualError": 1,
    "Len": 1,
    "Contains": 1,
    "ErrorContains": 1,
}


@dataclass(eq=False)
class Check:
    """One place that makes a test fail."""

    file: GoFile
    node: Node
    """The `if` statement, `case`, or call."""
    condition: Node | None = None
    """What must be false for the test to go on; None for testify."""
    word: str = ""
    """The testify assertion, without its `f`."""
    arguments: tuple[Node, ...] = ()
    """Of a testify assertion, without `t`."""
    moved: bool = False
    turned: bool = False


class GoFile:
    """A test file's tree, its functions and its checks."""

    def __init__(self, path: str, source: str) -> None:
        self.path = path
        self.folder = path.rpartition("/")[0]
        self.tree = parse("go", source)
        self.root = self.tree.root_node
        self.index = Index(self.root)
        self.functions = {
            text_of(f.child_by_field_name("name")): f
            for f in children(self.root, "function_declaration")
        }
        self.methods = {
            text_of(f.child_by_field_name("name")): f
            for f in children(self.root, "method_declaration")
        }
        self.testers = self._testers()
        self.asserters = self._asserters()
        self.checks: dict[int, Check] = {}
        for node in self.index.of(self.root, "call_expression"):
            self._check(node)

    def _testers(self) -> frozenset[str]:
        """Names of parameters that are a `*testing.T`."""
        return frozenset(
            text_of(name)
            for node in self.index.of(self.root, "parameter_declaration")
            if _TESTING.match(text_of(node.child_by_field_name("type")))
            for name in node.children_by_field_name("name")
        )

    def _asserters(self) -> frozenset[str]:
        """Names of variables made by `assert.New(t)`."""
        found = set()
        for node in self.index.of(self.root, "short_var_declaration"):
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if re.match(r"(assert|require|\w*is)\.New\(\w+\)$", text_of(right)):
                found.add(text_of(left))
        return frozenset(found)

    def _check(self, call: Node) -> None:
        owner, word = selected(call)
        if owner in self.testers and word in FAILS:
            self._guarded(call)
            return
        if (short := _assertion(word)) is None:
            return
        given = children(call.child_by_field_name("arguments") or call)
        if owner in self.asserters and not (given and text_of(given[0]) in self.testers):
            self.checks[call.id] = Check(self, call, word=short, arguments=tuple(given))
        elif owner in ("assert", "require", "is", "must") and given:
            self.checks[call.id] = Check(self, call, word=short, arguments=tuple(given[1:]))

    def _guarded(self, call: Node) -> None:
        """The condition right around a failing call; a call without one is no check."""
        found = guarded(call)
        if found is None or _would_panic(*found[1:]):
            return
        self.checks.setdefault(found[0].id, Check(self, found[0], found[1]))


def guarded(call: Node) -> tuple[Node, Node, Node] | None:
    """The `if` or `case` right around a failing call, its condition, and which part of it."""
    statement = call.parent
    if statement is None or statement.type != "expression_statement":
        return None
    inner, block = statement, statement.parent
    while block is not None and block.type in ("statement_list", "block"):
        inner, block = block, block.parent
    if block is None:
        return None
    if block.type == "if_statement":
        condition = block.child_by_field_name("condition")
    elif block.type == "expression_case":
        switch = block.parent
        values = block.child_by_field_name("value")
        listed = children(values) if values else []
        tagless = switch is not None and switch.child_by_field_name("value") is None
        condition = listed[0] if tagless and len(listed) == 1 else None
    else:
        condition = None
    return None if condition is None else (block, condition, inner)


def selected(call: Node) -> tuple[str, str]:
    """`owner.word(...)` -> both names; ('', name) of a plain call."""
    function = call.child_by_field_name("function")
    if function is None:
        return "", ""
    if function.type == "selector_expression":
        return (
            text_of(function.child_by_field_name("operand")),
            text_of(function.child_by_field_name("field")),
        )
    return "", text_of(function) if function.type == "identifier" else ""


def _assertion(word: str) -> str | None:
    for name in (word, word.removesuffix("f")):
        if name in OPPOSITES or name in EXPECTED:
            return name
    return None


def _would_panic(condition: Node, body: Node) -> bool:
    """Whether the failing branch reads what is only there when the condition holds: turned, it
    would end the whole test binary."""
    absent = set()
    for part in walk(condition):
        operator = text_of(part.child_by_field_name("operator"))
        right = text_of(part.child_by_field_name("right"))
        if part.type == "binary_expression" and (operator, right) in _PRESENT:
            left = part.child_by_field_name("left")
            absent |= {text_of(n) for n in walk(left) if n.type == "identifier"} if left else set()
    for node in walk(body):
        base = node.child_by_field_name("operand")
        if base is None or text_of(base) not in absent or node in said(body):
            continue
        if node.type in ("index_expression", "slice_expression", "selector_expression"):
            return True
        if node.type == "unary_expression" and text_of(node).startswith("*"):
            return True
    return False


def said(body: Node) -> Iterator[Node]:
    """`err.Error` where a failing call prints `err.Error()`: it prints `err` as well."""
    for call in walk(body):
        if call.type == "call_expression" and selected(call)[1] in FAILS:
            for argument in children(call.child_by_field_name("arguments") or call):
                function = argument.child_by_field_name("function")
                if function is not None and selected(argument)[1] == "Error":
                    yield function


_PRESENT = frozenset({("!=", "nil"), ("!=", "0"), (">", "0")})
