"""Which literals of a Go suite are expectations: the data flow from tables, variables and arguments
to the comparisons of its checks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workbench.languages.compiled_shadow import Literal, literal, movable
from workbench.languages.go_checks import EXPECTED, LOGS, Check, GoFile, selected
from workbench.languages.syntax import Node, ancestors, children, text_of, walk

_KINDS = {
    "int_literal": "int",
    "float_literal": "float",
    "interpreted_string_literal": "string",
    "raw_string_literal": "string",
    "rune_literal": "char",
    "true": "bool",
    "false": "bool",
}
_EQUAL = frozenset({("reflect", "DeepEqual"), ("bytes", "Equal"), ("slices", "Equal"),
                    ("maps", "Equal"), ("strings", "EqualFold")})  # fmt: skip
_SEARCH = frozenset({("strings", "Contains"), ("strings", "HasPrefix"), ("strings", "HasSuffix")})
_BASIC = frozenset(
    {"string", "byte", "rune", "float32", "float64", "int", "uint", "uintptr"}
    | {f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)}
)
_WRAPS = ("parenthesized_expression", "literal_element", "expression_list")
_DEEPEST = 12


@dataclass
class Found:
    """The literals one check expects. `search`: it looks for them inside a text."""

    literals: list[Literal] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    search: bool = False


@dataclass(frozen=True)
class _Value:
    """A value written in the suite, and its type where the literal does not say it."""

    file: GoFile
    node: Node
    type: Node | None = None


class Expected:
    """Resolves the expected sides of checks over all files of a suite."""

    def __init__(self, files: Mapping[str, GoFile]) -> None:
        self.files = files
        self.names: set[str] = set()

    def of(self, check: Check) -> Found | None:
        """What a check expects, if that is literals which nothing but checks reads."""
        for left, right, search in self._compared(check):
            sides = [] if right is None else [right]
            if left is not None:
                sides.append(left)
            for side in sides:
                self.names = set()
                found = self._literals(side, check.file)
                if found and not (self._diffed(check) and self._own_types(side, check.file)):
                    return Found(found, self.names, search)
        return None

    def filled(self, clause: Node, file: GoFile) -> bool:
        """Whether a loop surely goes round."""
        if clause.type == "for_clause":
            condition = clause.child_by_field_name("condition")
            return condition is not None and self._positive(
                condition.child_by_field_name("right"), file
            )
        return self._positive(clause.child_by_field_name("right"), file)

    def _positive(self, node: Node | None, file: GoFile) -> bool:
        if node is None:
            return False
        if node.type == "call_expression" and selected(node) == ("", "len"):
            return self._positive(_argument(node, 0), file)
        if node.type == "int_literal":
            return text_of(node) != "0"
        return any(
            value.node.type == "int_literal" or any(True for _ in _elements(value))
            for value in self._values(node, file)
        )

    def _compared(self, check: Check) -> Iterator[tuple[Node | None, Node | None, bool]]:
        """(one side, the expected side when it is known, whether one is searched in the other)."""
        if check.condition is None:
            at = EXPECTED.get(check.word)
            if at is None or len(check.arguments) < 2:
                return
            search = check.word in ("Contains", "ErrorContains")
            other = None if search or at else check.arguments[1]
            yield other, check.arguments[at], search
            return
        for part in _disjuncts(check.condition):
            operator = text_of(part.child_by_field_name("operator"))
            if part.type == "binary_expression" and operator == "!=":
                left, right = part.child_by_field_name("left"), part.child_by_field_name("right")
                diff = self._diff(check, left)
                if diff is not None:
                    yield _argument(diff, 0), _argument(diff, 1), False
                else:
                    yield left, right, False
            elif part.type == "unary_expression" and operator == "!":
                call = part.child_by_field_name("operand")
                if call is not None and call.type == "call_expression":
                    if selected(call) in _EQUAL:
                        yield _argument(call, 0), _argument(call, 1), False
                    elif selected(call) in _SEARCH:
                        yield None, _argument(call, 1), True

    def _diffed(self, check: Check) -> bool:
        return any(
            self._diff(check, part.child_by_field_name("left")) is not None
            for part in _disjuncts(check.condition)
        ) if check.condition is not None else False  # fmt: skip

    def _own_types(self, side: Node, file: GoFile) -> bool:
        """Whether a value has types with names: package cmp asks their `Equal` method."""
        return any(
            word not in _BASIC | {"bool", "map"}
            for value in self._values(side, file)
            if (kind := value.node.child_by_field_name("type") or value.type) is not None
            for word in re.findall(r"[A-Za-z_]\w*", text_of(kind))
        )

    @staticmethod
    def _diff(check: Check, left: Node | None) -> Node | None:
        """The `cmp.Diff(...)` an `if` begins with."""
        start = check.node.child_by_field_name("initializer")
        if start is None or start.type != "short_var_declaration" or left is None:
            return None
        call = next((n for n in walk(start) if n.type == "call_expression"), None)
        if call is None or selected(call) != ("cmp", "Diff"):
            return None
        named = text_of(start.child_by_field_name("left")) == text_of(left)
        plain = len(children(call.child_by_field_name("arguments") or call)) == 2
        return call if named and plain else None

    # From an expression to the literals that may be its value.

    def _literals(self, node: Node, file: GoFile) -> list[Literal]:
        return list(
            {
                (each.path, each.start): each
                for value in self._values(node, file)
                for each in _leaves(value.file, value.node)
            }.values()
        )

    def _values(self, node: Node, file: GoFile, depth: int = 0) -> list[_Value]:
        if depth > _DEEPEST:
            return []
        if node.type in _WRAPS and node.named_child_count == 1:
            return self._values(node.named_children[0], file, depth + 1)
        match node.type:
            case "composite_literal" | "literal_value":
                return [_Value(file, node)]
            case "unary_expression":
                inner = node.child_by_field_name("operand")
                if inner is None or text_of(node)[0] not in "-+&":
                    return []
                return self._values(inner, file, depth + 1)
            case "binary_expression":
                return self._joined(node, file)
            case "call_expression" | "type_conversion_expression":
                return self._converted(node, file, depth)
            case "identifier":
                return self._named(node, file, depth)
            case "selector_expression":
                return self._selected(node, file, depth)
            case "index_expression":
                base = node.child_by_field_name("operand")
                if base is None:
                    return []
                found = self._values(base, file, depth + 1)
                return [e for value in found for e in _elements(value)]
            case _:
                return [_Value(file, node)] if node.type in _KINDS else []

    @staticmethod
    def _joined(node: Node, file: GoFile) -> list[_Value]:
        """Strings put together: the literal ones among them."""
        leaves = []
        for part in walk(node, lambda n: n.type == "binary_expression"):
            if part.type == "binary_expression":
                if text_of(part.child_by_field_name("operator")) != "+":
                    return []
            elif part.is_named and part.type.endswith("string_literal"):
                leaves.append(_Value(file, part))
        return leaves

    def _converted(self, node: Node, file: GoFile, depth: int) -> list[_Value]:
        if node.type == "call_expression" and not (
            selected(node)[0] == "" and selected(node)[1] in _BASIC
        ):
            return []
        inner = _argument(node, 0) if node.type == "call_expression" else (
            node.child_by_field_name("operand"))  # fmt: skip
        return self._values(inner, file, depth + 1) if inner is not None else []

    def _named(self, node: Node, file: GoFile, depth: int) -> list[_Value]:
        name = text_of(node)
        bound = _declaration(node, file)
        if bound is None:
            for other in self.files.values():
                if other.folder == file.folder:
                    bound = _global(name, other)
                    if bound is not None:
                        scope = [f for f in self.files.values() if f.folder == file.folder]
                        if not self._only_checked(name, [(f, f.root) for f in scope], depth):
                            return []
                        self.names.add(name)
                        return self._bound(bound, name, other, depth)
            return []
        scope_node = _scope(bound)
        if not self._only_checked(name, [(file, scope_node)], depth):
            return []
        self.names.add(name)
        return self._bound(bound, name, file, depth)

    def _bound(self, bound: Node, name: str, file: GoFile, depth: int) -> list[_Value]:
        """Values of what a declaration gives a name."""
        if bound.type == "parameter_declaration":
            return self._given(bound, name, file, depth)
        if bound.type == "range_clause":
            over = bound.child_by_field_name("right")
            left = [text_of(n) for n in children(bound.child_by_field_name("left") or bound)]
            if over is None or left.index(name) != 1:
                return []
            return [e for v in self._values(over, file, depth + 1) for e in _elements(v)]
        if bound.type == "var_spec" or bound.type == "const_spec":
            names = [text_of(n) for n in bound.children_by_field_name("name")]
            right = bound.child_by_field_name("value")
        else:
            names = [text_of(n) for n in children(bound.child_by_field_name("left") or bound)]
            right = bound.child_by_field_name("right")
        values = children(right) if right is not None else []
        if len(values) != len(names):
            return []
        return self._values(values[names.index(name)], file, depth + 1)

    def _given(self, bound: Node, name: str, file: GoFile, depth: int) -> list[_Value]:
        """What all calls of a helper hand over for a parameter; nothing if one is unclear."""
        listed = bound.parent
        function = listed.parent if listed is not None else None
        if listed is None or function is None or function.type != "function_declaration":
            return []
        order = [text_of(n) for p in children(listed) for n in p.children_by_field_name("name")]
        called = text_of(function.child_by_field_name("name"))
        found: list[_Value] = []
        for other in self.files.values():
            for name_of in other.index.named(called, other.root):
                call = name_of.parent
                if call is None or call.type != "call_expression" or other.folder != file.folder:
                    continue
                if selected(call) == ("", called):
                    given = _argument(call, order.index(name))
                    values = self._values(given, other, depth + 1) if given is not None else []
                    if not values:
                        return []
                    found.extend(values)
        return found

    def _selected(self, node: Node, file: GoFile, depth: int) -> list[_Value]:
        base, wanted = node.child_by_field_name("operand"), text_of(
            node.child_by_field_name("field"))  # fmt: skip
        if base is None or base.type not in ("identifier", "selector_expression",
                                             "index_expression"):  # fmt: skip
            return []
        rows = self._rows(base, file, depth + 1)
        if not rows:
            return []
        scope = [(f, f.root) for f in self.files.values() if f.folder == file.folder]
        here = _function(node)
        local = here is not None and all(
            row.file is file and here.start_byte <= row.node.start_byte < here.end_byte
            for row in rows
        )
        if not self._only_checked(f".{wanted}", [(file, here)] if local and here else scope, depth):
            return []
        self.names.add(f".{wanted}")
        return [v for row in rows for v in self._field(row, wanted)]

    def _rows(self, base: Node, file: GoFile, depth: int) -> list[_Value]:
        """The struct literals a variable may stand for: its own uses do not matter here."""
        if depth > _DEEPEST:
            return []
        if base.type == "index_expression":
            inner = base.child_by_field_name("operand")
            rows = self._rows(inner, file, depth + 1) if inner is not None else []
            return [e for row in rows for e in _elements(row)]
        if base.type == "selector_expression":
            inner, name = base.child_by_field_name("operand"), base.child_by_field_name("field")
            rows = self._rows(inner, file, depth + 1) if inner is not None else []
            return [v for row in rows for v in self._field(row, text_of(name))]
        if base.type in ("composite_literal", "literal_value"):
            return [_Value(file, base)]
        if base.type != "identifier":
            return []
        bound, home = _declaration(base, file), file
        if bound is None:
            for other in self.files.values():
                if other.folder == file.folder and bound is None:
                    bound, home = _global(text_of(base), other), other
        if bound is None:
            return []
        right = bound.child_by_field_name("right") or bound.child_by_field_name("value")
        if bound.type == "range_clause" and right is not None:
            rows = self._rows(right, home, depth + 1)
            return [e for row in rows for e in _elements(row)]
        if bound.type == "parameter_declaration":
            return []
        values = children(right) if right is not None else []
        if len(values) != 1:
            return []
        inner = values[0].child_by_field_name("operand") if (
            values[0].type == "unary_expression") else values[0]  # fmt: skip
        return self._rows(inner, home, depth + 1) if inner is not None else []

    def _field(self, row: _Value, wanted: str) -> list[_Value]:
        body = _body(row.node)
        names = self._field_names(row)
        for at, element in enumerate(children(body, "literal_element", "keyed_element")):
            if element.type == "keyed_element":
                key, value = element.named_children[0], element.named_children[-1]
                if text_of(key) == wanted:
                    return self._written(row.file, value, names.get(wanted))
            elif at < len(names) and list(names)[at] == wanted:
                return self._written(row.file, element, names.get(wanted))
        return []

    def _written(self, file: GoFile, node: Node, kind: Node | None) -> list[_Value]:
        while node.type in _WRAPS and node.named_child_count == 1:
            node = node.named_children[0]
        if node.type == "literal_value":
            return [_Value(file, node, kind)]
        found = self._values(node, file, _DEEPEST - 1)
        return [_Value(v.file, v.node, v.type or kind) for v in found]

    def _field_names(self, row: _Value) -> dict[str, Node | None]:
        kind = row.node.child_by_field_name("type") or row.type
        if kind is not None and kind.type == "pointer_type":
            kind = kind.named_children[0]
        if kind is not None and kind.type == "type_identifier":
            kind = next(
                (
                    spec.child_by_field_name("type")
                    for f in self.files.values()
                    if f.folder == row.file.folder
                    for spec in f.index.of(f.root, "type_spec")
                    if text_of(spec.child_by_field_name("name")) == text_of(kind)
                ),
                None,
            )
        names: dict[str, Node | None] = {}
        if kind is not None and kind.type == "struct_type":
            for listed in children(kind, "field_declaration_list"):
                for declared in children(listed, "field_declaration"):
                    for name in declared.children_by_field_name("name"):
                        names[text_of(name)] = declared.child_by_field_name("type")
        return names

    # Whether nothing but checks reads a name.

    def _only_checked(
        self, name: str, scopes: list[tuple[GoFile, Node]], depth: int
    ) -> bool:  # fmt: skip
        plain = name.lstrip(".")
        for file, scope in scopes:
            for node in file.index.named(plain, scope):
                if name.startswith("."):
                    above = node.parent
                    if above is None or above.type != "selector_expression":
                        continue
                    if node.type == "field_identifier" and not self._harmless(above, file, depth):
                        return False
                elif node.type == "identifier" and not self._harmless(node, file, depth):
                    return False
        return True

    def _harmless(self, node: Node, file: GoFile, depth: int) -> bool:
        above = node.parent
        while above is not None and (
            above.type == "parenthesized_expression"
            or (above.type == "index_expression" and above.child_by_field_name("operand") == node)
        ):
            node, above = above, above.parent
        if above is None:
            return False
        if any(
            a.type == "call_expression"
            and selected(a)[0] in file.testers
            and selected(a)[1] in LOGS
            for a in ancestors(node)
        ):
            return True
        match above.type:
            case "range_clause":
                return True
            case "parameter_declaration" | "var_spec" | "const_spec" | "keyed_element":
                return True
            case "literal_element":
                outer = above.parent
                return (
                    outer is not None
                    and outer.type == "keyed_element"
                    and outer.named_children[0] == above
                )
            case "binary_expression":
                return text_of(above.child_by_field_name("operator")) in ("==", "!=") and (
                    any(n.type == "nil" for n in above.named_children) or _in_check(above, file)
                )
            case "argument_list":
                return self._handed(node, above, file, depth)
            case "expression_list":
                return self._declared(node, above, file, depth)
            case _:
                return False

    def _handed(self, node: Node, listed: Node, file: GoFile, depth: int) -> bool:
        call = listed.parent
        if call is None:
            return False
        owner, word = selected(call)
        if (owner, word) == ("", "len") or owner == "sort" or (owner, word) == ("slices", "Sort"):
            return True
        if owner in file.testers and word == "Run":
            return True
        if call.id in file.checks:
            return True
        if (owner, word) in _EQUAL | _SEARCH | {("cmp", "Diff"), ("cmp", "Equal")}:
            return _in_check(call, file)
        if owner or depth > _DEEPEST:
            return False
        for other in self.files.values():
            function = other.functions.get(word)
            if function is not None and other.folder == file.folder:
                parameters = function.child_by_field_name("parameters")
                order = [
                    text_of(n)
                    for p in (children(parameters) if parameters else [])
                    for n in p.children_by_field_name("name")
                ]
                at = children(listed).index(node)
                body = function.child_by_field_name("body")
                return (
                    at < len(order)
                    and body is not None
                    and self._only_checked(order[at], [(other, body)], depth + 1)
                )
        return False

    def _declared(self, node: Node, listed: Node, file: GoFile, depth: int) -> bool:
        """Left or right of `:=`: its declaration, or another name for it."""
        statement = listed.parent
        if statement is None or statement.type not in ("short_var_declaration", "range_clause",
                                                       "var_spec"):  # fmt: skip
            return False
        if statement.child_by_field_name("left") == listed or statement.type == "range_clause":
            return True
        left = children(statement.child_by_field_name("left") or statement)
        right = children(listed)
        if len(left) != len(right) or depth > _DEEPEST or node not in right:
            return False
        alias = text_of(left[right.index(node)])
        scope = _scope(statement)
        return alias == text_of(node) or self._only_checked(alias, [(file, scope)], depth + 1)


def _leaves(file: GoFile, node: Node) -> Iterator[Literal]:
    """The literals of a value that belong to it alone: map keys only where values are none."""
    if node.type in _KINDS:
        found = literal(file.path, node, _KINDS[node.type])
        if movable(found):
            yield found
        return
    if node.type in _WRAPS:
        for part in children(node):
            yield from _leaves(file, part)
    elif node.type == "unary_expression" and text_of(node)[0] in "-+&":
        for part in children(node):
            yield from _leaves(file, part)
    elif node.type in ("composite_literal", "literal_value"):
        elements = children(_body(node), "literal_element", "keyed_element")
        values = [e.named_children[-1] for e in elements if e.named_children]
        moved = [each for value in values for each in _leaves(file, value)]
        if not moved and text_of(node).startswith("map["):
            keys = [e.named_children[0] for e in elements if e.type == "keyed_element"]
            moved = [k for key in keys for k in _leaves(file, key) if k.kind != "bool"]
        yield from moved


def _body(node: Node) -> Node:
    return node.child_by_field_name("body") or node


def _elements(value: _Value) -> Iterator[_Value]:
    """The elements of a slice, array or map literal; map keys are not among them."""
    kind = value.node.child_by_field_name("type") or value.type
    inner = None
    if kind is not None:
        inner = kind.child_by_field_name("element") or kind.child_by_field_name("value")
    if value.node.type in ("composite_literal", "literal_value"):
        for element in children(_body(value.node), "literal_element", "keyed_element"):
            if not element.named_children:
                continue
            node = element.named_children[-1]
            while node.type in _WRAPS and node.named_child_count == 1:
                node = node.named_children[0]
            if node.type == "unary_expression" and text_of(node).startswith("&"):
                node = node.child_by_field_name("operand") or node
            yield _Value(value.file, node, node.child_by_field_name("type") or inner)


def _disjuncts(node: Node) -> Iterator[Node]:
    if node.type == "parenthesized_expression" and node.named_children:
        yield from _disjuncts(node.named_children[0])
    elif node.type == "binary_expression" and text_of(
        node.child_by_field_name("operator")) == "||":  # fmt: skip
        for side in ("left", "right"):
            part = node.child_by_field_name(side)
            if part is not None:
                yield from _disjuncts(part)
    else:
        yield node


def _argument(call: Node, at: int) -> Node | None:
    listed = call.child_by_field_name("arguments")
    given = children(listed) if listed is not None else []
    return given[at] if at < len(given) else None


def _in_check(node: Node, file: GoFile) -> bool:
    """Whether a comparison stands in the condition of a check, or in front of it."""
    for above in ancestors(node):
        if above.id in file.checks:
            check = file.checks[above.id]
            start = check.node.child_by_field_name("initializer")
            return any(
                part is not None and part.start_byte <= node.start_byte < part.end_byte
                for part in (check.condition, start)
            )
        if above.type in ("block", "func_literal"):
            return False
    return False


def _function(node: Node) -> Node | None:
    return next((a for a in ancestors(node) if a.parent and a.parent.type == "source_file"), None)


def _declaration(node: Node, file: GoFile) -> Node | None:
    """The nearest declaration of an identifier around it, inside its function."""
    name = text_of(node)
    for above in ancestors(node):
        if above.type == "source_file":
            return None
        found = None
        for part in _declaring(above):
            if part.start_byte < node.start_byte and _declares(part, name):
                found = part
        if found is not None:
            return found
    return None


def _declaring(above: Node) -> Iterator[Node]:
    """Declarations whose scope is `above`."""
    for part in above.named_children:
        if part.type in ("short_var_declaration", "range_clause", "parameter_declaration"):
            yield part
        elif part.type in ("for_clause", "parameter_list"):
            yield from children(part, "short_var_declaration", "parameter_declaration")
        elif part.type in ("var_declaration", "const_declaration", "var_spec_list"):
            yield from (s for s in walk(part) if s.type in ("var_spec", "const_spec"))


def _declares(part: Node, name: str) -> bool:
    if part.type in ("short_var_declaration", "range_clause"):
        left = part.child_by_field_name("left")
        return left is not None and name in [text_of(n) for n in children(left)]
    return name in [text_of(n) for n in part.children_by_field_name("name")]


def _global(name: str, file: GoFile) -> Node | None:
    for part in _declaring(file.root):
        if _declares(part, name):
            return part
    return None


def _scope(bound: Node) -> Node:
    """The block a declaration speaks for."""
    for above in ancestors(bound):
        if above.type in ("block", "statement_list", "if_statement", "for_statement",
                          "expression_case", "func_literal", "function_declaration",
                          "method_declaration", "source_file"):  # fmt: skip
            return above
    return bound
