"""What makes a Go test fail, and whether a test surely gets there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from workbench.languages.compiled_index import Index
from workbench.languages.syntax import Node, ancestors, children, parse, text_of, walk

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
            for f in children(self.root, "function_declaration", "method_declaration")
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
        statement = call.parent
        if statement is None or statement.type != "expression_statement":
            return
        inner, block = statement, statement.parent
        while block is not None and block.type in ("statement_list", "block"):
            inner, block = block, block.parent
        if block is None:
            return
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
        if condition is None or _would_panic(condition, inner):
            return
        self.checks.setdefault(block.id, Check(self, block, condition))


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
Wanted = Callable[[Check], bool]


def reaches(
    body: Node | None, file: GoFile, files: Mapping[str, GoFile], wanted: Wanted,
    filled: Callable[[Node, GoFile], bool], seen: frozenset[int] = frozenset(),
) -> bool:  # fmt: skip
    """Whether a function's body, run to its end without failing, surely passes a wanted check.
    `filled` tells whether what a `for` ranges over has elements."""

    def statements(block: Node | None) -> bool:
        return any_of(_listed(block))

    def any_of(listed: list[Node]) -> bool:
        for statement in listed:
            if one(statement):
                return True
            if _leaves(statement, file):
                return False
        return False

    def one(node: Node) -> bool:
        check = file.checks.get(node.id)
        match node.type:
            case "if_statement":
                if check is not None and wanted(check):
                    return True
                start = node.child_by_field_name("initializer")
                if start is not None and one(start):
                    return True
                if expression(node.child_by_field_name("condition")):
                    return True
                other = node.child_by_field_name("alternative")
                if other is None:
                    return False
                last = one(other) if other.type == "if_statement" else statements(other)
                return last and statements(node.child_by_field_name("consequence"))
            case "expression_switch_statement":
                return cases(node)
            case "for_statement":
                clause = next(iter(children(node, "range_clause", "for_clause")), None)
                return clause is not None and filled(clause, file) and statements(
                    node.child_by_field_name("body")
                )  # fmt: skip
            case "block":
                return statements(node)
            case "go_statement" | "func_literal" | "select_statement" | "type_switch_statement":
                return False
            case "defer_statement":
                return expression(node)
            case _:
                return expression(node)

    def cases(node: Node) -> bool:
        every = False
        for case in children(node, "expression_case", "default_case"):
            check = file.checks.get(case.id)
            if check is not None and wanted(check):
                return True
            if not any_of(_listed(case)):
                return False
            every = case.type == "default_case"
        return every

    def expression(node: Node | None) -> bool:
        if node is None:
            return False
        for call in walk(node, lambda n: n.type not in ("func_literal", "block")):
            if call.type != "call_expression":
                continue
            check = file.checks.get(call.id)
            if check is not None and wanted(check):
                return True
            owner, word = selected(call)
            function = call.child_by_field_name("function")
            if function is not None and function.type == "func_literal":
                if statements(function.child_by_field_name("body")):
                    return True
            elif owner in file.testers and word in ("Run", "Fuzz", "Cleanup"):
                given = children(call.child_by_field_name("arguments") or call)
                if given and given[-1].type == "func_literal":
                    if statements(given[-1].child_by_field_name("body")):
                        return True
                    continue
                word = text_of(given[-1]) if given else ""
                if helper(word):
                    return True
            elif not owner and helper(word):
                return True
        return False

    def helper(name: str) -> bool:
        for other in files.values():
            function = other.functions.get(name)
            if other.folder == file.folder and function is not None and function.id not in seen:
                inner = function.child_by_field_name("body")
                return reaches(inner, other, files, wanted, filled, seen | {function.id})
        return False

    return statements(body)


def called(body: Node, file: GoFile, files: Mapping[str, GoFile]) -> Iterator[tuple[GoFile, Node]]:
    """A function's body and those of all functions of the suite it mentions, each once."""
    todo, seen = [(file, body)], {body.id}
    while todo:
        here, node = todo.pop()
        yield here, node
        names = here.index.words(node)
        for other in files.values():
            for name in names & other.functions.keys() if other.folder == file.folder else ():
                inner = other.functions[name].child_by_field_name("body")
                if inner is not None and inner.id not in seen:
                    seen.add(inner.id)
                    todo.append((other, inner))


def _listed(block: Node | None) -> list[Node]:
    found: list[Node] = []
    for part in children(block) if block is not None else []:
        found.extend(children(part) if part.type == "statement_list" else [part])
    return found


def _leaves(statement: Node, file: GoFile) -> bool:
    """Whether something in a statement may end the function or the loop's round although no check
    fails."""

    def enter(node: Node) -> bool:
        if node.type == "func_literal":
            return False
        # What stands below a failing call is not done by who passes.
        return not (node.type in ("block", "statement_list") and _fails(node, file))

    for node in walk(statement, enter):
        if node.type in ("return_statement", "goto_statement"):
            return True
        if node.type in ("continue_statement", "break_statement"):
            inner = [a.type for a in ancestors(node) if _within(a, statement)]
            if not any(kind in _HOLDS for kind in inner):
                return True
        if node.type == "call_expression" and selected(node)[1] in ("Skip", "Skipf", "SkipNow"):
            return True
    return False


_HOLDS = frozenset({"for_statement", "expression_switch_statement", "select_statement"})


def _within(node: Node, outer: Node) -> bool:
    return outer.start_byte <= node.start_byte and node.end_byte <= outer.end_byte


def _fails(block: Node, file: GoFile) -> bool:
    """Whether a block fails the test by a statement of its own."""
    return any(
        statement.type == "expression_statement"
        and (call := next(iter(children(statement, "call_expression")), None)) is not None
        and selected(call)[0] in file.testers
        and selected(call)[1] in FAILS
        for statement in _listed(block)
    )
