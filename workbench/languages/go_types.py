"""What a Go package's text tells of its types: enough to know a string from a number.

Nothing is certain here: "" stands for "cannot be told", and whoever asks must do without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from workbench.languages.syntax import Node, ancestors, children, text_of, walk

Kind = Literal["int", "float", "string", "bool", "nil", ""]
"""nil: whatever may be nil."""

_INTS = frozenset(
    ["int", "int8", "int16", "int32", "int64", "rune", "byte", "uintptr"]
    + ["uint", "uint8", "uint16", "uint32", "uint64"]
)
_NILS = ("[]", "*", "map[", "func(", "chan ", "<-chan ", "interface{", "interface {")
_STRINGS = re.compile(
    r"fmt\.Sprint\w*|strconv\.(Itoa|Quote|Format\w+)|strings\.(Join|Repeat|Replace|ReplaceAll|To\w+"
    r"|Title|Trim\w*|Map)"
)
_LIMIT = re.compile(r"math\.(Max|Min|Smallest)[A-Z]\w*")
_LISTS = {"strings.Split": "[]string", "strings.Fields": "[]string", "strings.SplitN": "[]string"}
_LITERALS: dict[str, str] = {
    "int_literal": "int",
    "float_literal": "float64",
    "imaginary_literal": "complex128",
    "rune_literal": "rune",
    "interpreted_string_literal": "string",
    "raw_string_literal": "string",
    "true": "bool",
    "false": "bool",
}
_COMPARES = frozenset(["==", "!=", "<", "<=", ">", ">="])
_SCOPES = frozenset(
    ["block", "if_statement", "for_statement", "expression_switch_statement", "func_literal",
     "type_switch_statement", "expression_case", "default_case", "type_case", "communication_case",
     "function_declaration", "method_declaration"]
)  # fmt: skip


def is_compare(node: Node) -> bool:
    """Whether a node is a comparison."""
    return node.type == "binary_expression" and text_of(node.child_by_field_name("operator")) in (
        _COMPARES
    )


class Package:
    """The declarations at the top of a package's files."""

    def __init__(self, roots: Iterable[Node]) -> None:
        self.types: dict[str, str] = {}
        self.fields: dict[str, str] = {}
        self.results: dict[str, list[str]] = {}
        self.values: dict[str, str] = {}
        self._specs: dict[str, Node] = {}
        for root in roots:
            for top in children(root):
                self._declare(top)

    def _declare(self, top: Node) -> None:
        if top.type in ("function_declaration", "method_declaration"):
            name = text_of(top.child_by_field_name("name"))
            found = result_types(top)
            # One name for several methods: only what they agree on.
            self.results[name] = found if self.results.get(name, found) == found else []
            return
        for node in walk(top, lambda n: n.type != "func_literal"):
            if node.type in ("type_spec", "type_alias"):
                name = text_of(node.child_by_field_name("name"))
                self.types[name] = text_of(node.child_by_field_name("type"))
            elif node.type == "field_declaration":
                kind = text_of(node.child_by_field_name("type"))
                for each in node.children_by_field_name("name"):
                    field = text_of(each)
                    self.fields[field] = kind if self.fields.get(field, kind) == kind else ""
            elif node.type in ("var_spec", "const_spec"):
                for each in node.children_by_field_name("name"):
                    self._specs[text_of(each)] = node

    def kind(self, named: str) -> Kind:
        """The kind of a type."""
        for _ in range(5):
            if named in _INTS:
                return "int"
            if named in ("float64", "float32"):
                return "float"
            if named in ("string", "bool"):
                return named  # type: ignore[return-value]
            if named in ("error", "any") or named.startswith(_NILS):
                return "nil"
            named = self.types.get(named, "")
        return ""

    def under(self, named: str) -> str:
        """The type a name was declared as, or itself."""
        for _ in range(5):
            if named not in self.types:
                break
            named = self.types[named]
        return named

    def kind_of(self, node: Node | None) -> Kind:
        """The kind of an expression."""
        return self.kind(self.type_of(node))

    def type_of(self, node: Node | None, depth: int = 0) -> str:
        """The type of an expression as it would be written, or ""."""
        if node is None or depth > 12:
            return ""
        if node.type in _LITERALS:
            return _LITERALS[node.type]
        match node.type:
            case "parenthesized_expression" | "literal_element":
                return self.type_of(next(iter(children(node)), None), depth + 1)
            case "identifier":
                return self._name(node, depth + 1)
            case "selector_expression":
                word = text_of(node)
                if word.startswith("math."):
                    return "float64" if word in ("math.Pi", "math.E") else ""
                return self.fields.get(text_of(node.child_by_field_name("field")), "")
            case "call_expression":
                return (self._call(node, depth + 1) or [""])[0]
            case "index_expression":
                operand = self.type_of(node.child_by_field_name("operand"), depth + 1)
                return self._element(operand)
            case "slice_expression":
                return self.type_of(node.child_by_field_name("operand"), depth + 1)
            case "composite_literal":
                return text_of(node.child_by_field_name("type"))
            case "unary_expression":
                return self._unary(node, depth + 1)
            case "binary_expression":
                return self._binary(node, depth + 1)
        return ""

    def _unary(self, node: Node, depth: int) -> str:
        inner = self.type_of(node.child_by_field_name("operand"), depth)
        match text_of(node.child_by_field_name("operator")):
            case "!":
                return "bool"
            case "*":
                return inner.removeprefix("*") if inner.startswith("*") else ""
            case "&":
                return f"*{inner}" if inner else ""
            case "<-":
                return inner.removeprefix("chan ") if inner.startswith("chan ") else ""
            case _:
                return inner

    def _binary(self, node: Node, depth: int) -> str:
        operator = text_of(node.child_by_field_name("operator"))
        if operator in _COMPARES or operator in ("&&", "||"):
            return "bool"
        left, right = (self.type_of(node.child_by_field_name(s), depth) for s in ("left", "right"))
        if operator in ("<<", ">>"):
            return left
        # A literal takes the type of its neighbour.
        if left and not is_literal(node.child_by_field_name("left")):
            return left
        if is_literal(node.child_by_field_name("left")) or not left:
            return right or (left if is_literal(node.child_by_field_name("right")) else "")
        return ""

    def _call(self, node: Node, depth: int) -> list[str]:
        function = node.child_by_field_name("function")
        called = text_of(function)
        given = children(node.child_by_field_name("arguments") or node)
        if called in ("len", "cap", "copy"):
            return ["int"]
        if called in ("make", "new") and given:
            return [text_of(given[0]) if called == "make" else f"*{text_of(given[0])}"]
        if called in ("append", "min", "max", "abs") and given:
            return [next((t for g in given if (t := self.type_of(g, depth))), "")]
        if self.kind(called) and called not in self.results:
            return [called]  # a conversion
        if function is not None and function.type == "selector_expression":
            if _STRINGS.fullmatch(called):
                return ["string"]
            if called in _LISTS:
                return [_LISTS[called]]
            if called.startswith("math."):
                return ["float64"]
            if called == "strconv.Atoi":
                return ["int", "error"]
            if called in ("fmt.Errorf", "errors.New"):
                return ["error"]
            called = text_of(function.child_by_field_name("field"))
        if function is not None and function.type == "parenthesized_type":
            return [text_of(function).strip("()")]
        return self.results.get(called, [])

    def _element(self, container: str) -> str:
        container = self.under(container.removeprefix("*"))
        if container == "string":
            return "byte"
        found = re.match(r"(?:\[[^\]]*\]|map\[[^\]]*\])", container)
        return container[found.end() :] if found else ""

    def _name(self, node: Node, depth: int) -> str:
        name = text_of(node)
        for above in ancestors(node):
            if above.type in _SCOPES:
                found = self._declared(above, name, node.start_byte, depth)
                if found is not None:
                    return found
        if name in self._specs:
            if name not in self.values:
                self.values[name] = ""  # a value that is made of itself has no type to tell
                self.values[name] = self._spec(self._specs[name], name, depth)
            return self.values[name]
        return ""

    def _declared(self, scope: Node, name: str, before: int, depth: int) -> str | None:
        """The type `name` gets in a scope; None when the scope does not declare it."""
        found: str | None = None
        for part in _declaring(scope):
            if part.start_byte >= before:
                break
            told = self._part(part, name, before, depth)
            found = told if told is not None else found
        return found

    def _part(self, part: Node, name: str, before: int, depth: int) -> str | None:
        if part.type in ("parameter_declaration", "variadic_parameter_declaration"):
            names = [text_of(n) for n in part.children_by_field_name("name")]
            kind = text_of(part.child_by_field_name("type"))
            many = "[]" if part.type.startswith("variadic") else ""
            return many + kind if name in names else None
        if part.type in ("var_spec", "const_spec"):
            names = [text_of(n) for n in part.children_by_field_name("name")]
            return self._spec(part, name, depth) if name in names else None
        left, right = part.child_by_field_name("left"), part.child_by_field_name("right")
        names = [text_of(n) for n in children(left)] if left is not None else []
        if name not in names or part.end_byte > before:
            return None
        at = names.index(name)
        if part.type == "range_clause":
            over = self.under(self.type_of(right, depth).removeprefix("*"))
            if at == 0:
                key = re.match(r"map\[([^\]]*)\]", over)
                return key[1] if key else ("int" if over else "")
            return "rune" if over == "string" else self._element(over)
        return self._one_of(right, at, len(names), depth)

    def _spec(self, spec: Node, name: str, depth: int) -> str:
        kind = text_of(spec.child_by_field_name("type"))
        names = [text_of(n) for n in spec.children_by_field_name("name")]
        value = spec.child_by_field_name("value")
        return kind or self._one_of(value, names.index(name), len(names), depth)

    def _one_of(self, right: Node | None, at: int, wanted: int, depth: int) -> str:
        values = children(right) if right is not None else []
        if len(values) == wanted:
            return self.type_of(values[at], depth)
        if len(values) == 1 and values[0].type == "call_expression":
            found = self._call(values[0], depth)
            return found[at] if at < len(found) else ""
        if len(values) == 1 and at == 0:
            return self.type_of(values[0], depth)
        return "bool" if len(values) == 1 and at == 1 else ""


def is_literal(node: Node | None) -> bool:
    """Whether an expression is made of literals and limits alone: an untyped constant."""
    if node is None:
        return False
    if node.type == "selector_expression":
        return _LIMIT.fullmatch(text_of(node)) is not None
    if node.type in ("parenthesized_expression", "unary_expression", "binary_expression"):
        return all(is_literal(part) for part in children(node))
    return node.type in _LITERALS


def result_types(function: Node) -> list[str]:
    """The types a function returns, as they are written."""
    result = function.child_by_field_name("result")
    if result is None:
        return []
    if result.type != "parameter_list":
        return [text_of(result)]
    return [
        text_of(each.child_by_field_name("type"))
        for each in children(result, "parameter_declaration")
        for _ in range(max(1, len(each.children_by_field_name("name"))))
    ]


def statements_of(block: Node | None) -> list[Node]:
    """The statements of a block or case."""
    for part in children(block) if block is not None else []:
        if part.type == "statement_list":
            return [s for s in children(part) if s.type != "comment"]
    return []


def _declaring(scope: Node) -> list[Node]:
    """The declarations a scope speaks for, in order."""
    found: list[Node] = []
    for part in scope.named_children:
        if part.type in ("short_var_declaration", "range_clause"):
            found.append(part)
        elif part.type in ("for_clause", "parameter_list"):
            found += children(part, "short_var_declaration", "parameter_declaration",
                              "variadic_parameter_declaration")  # fmt: skip
        elif part.type == "statement_list":
            for statement in children(part):
                if statement.type == "short_var_declaration":
                    found.append(statement)
                elif statement.type in ("var_declaration", "const_declaration"):
                    found += [s for s in walk(statement) if s.type in ("var_spec", "const_spec")]
    return found
