"""What can be said of a Java file without a compiler: declared names, strings, narrowing."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from workbench.languages.syntax import Node, ancestors, children, text_of, walk

NARROW = {
    "byte": "byte", "short": "short", "char": "char",
    "Byte": "byte", "Short": "short", "Character": "char",
}  # fmt: skip
LITERALS = frozenset(
    {
        *("decimal_integer_literal", "hex_integer_literal", "octal_integer_literal"),
        *("binary_integer_literal", "decimal_floating_point_literal", "hex_floating_point_literal"),
        *("true", "false", "null_literal", "string_literal", "character_literal"),
    }
)
_STRINGS = frozenset(
    {
        *("toString", "substring", "trim", "toUpperCase", "toLowerCase", "format", "repeat"),
        *("join", "concat", "replace", "replaceAll", "replaceFirst", "strip", "name", "formatted"),
        *("getName", "getSimpleName", "readLine", "nextLine", "lineSeparator", "getMessage"),
        *("joining", "toPlainString", "toBinaryString", "toHexString", "group", "intern"),
    }
)
_CONSTANT = re.compile(r"[A-Z][A-Z0-9_]*")
_BODIES = ("lambda_expression", "class_body", "switch_block")


@dataclass
class Names:
    """The names a file declares. `types`: of variables, fields, parameters; `returns`: of methods;
    `labels`: names that must stay constants; `blank`: locals without an initialiser; `finals`."""

    types: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    returns: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    labels: set[str] = field(default_factory=set)
    blank: set[str] = field(default_factory=set)
    finals: set[str] = field(default_factory=set)
    generic: set[str] = field(default_factory=set)
    """type parameters"""


def read_names(root: Node) -> Names:
    """One walk over the file."""
    names = Names()
    for node in walk(root):
        match node.type:
            case "local_variable_declaration" | "field_declaration" | "constant_declaration":
                _declared(node, names)
            case "formal_parameter" | "resource" | "enhanced_for_statement":
                names.types[text_of(node.child_by_field_name("name"))].add(
                    text_of(node.child_by_field_name("type"))
                )
            case "record_declaration":
                held = children(node, "formal_parameters")
                names.finals |= {
                    text_of(each.child_by_field_name("name"))
                    for parameters in held
                    for each in children(parameters, "formal_parameter")
                }
            case "method_declaration":
                names.returns[text_of(node.child_by_field_name("name"))].add(
                    text_of(node.child_by_field_name("type"))
                )
            case "type_parameter":
                names.generic |= {text_of(n) for n in children(node, "type_identifier")}
            case "switch_label" | "annotation":
                names.labels |= {text_of(n) for n in walk(node) if n.type == "identifier"}
            case "while_statement" | "do_statement" | "for_statement":
                test = bare(node.child_by_field_name("condition"))
                if test is not None and test.type == "identifier":
                    names.labels.add(text_of(test))
    return names


def _declared(node: Node, names: Names) -> None:
    kind = text_of(node.child_by_field_name("type"))
    final = any(text_of(c) == "final" for m in children(node, "modifiers") for c in m.children)
    for each in children(node, "variable_declarator"):
        name = text_of(each.child_by_field_name("name"))
        names.types[name].add(kind + text_of(each.child_by_field_name("dimensions")))
        if final:
            names.finals.add(name)
        if node.type == "local_variable_declaration" and each.child_by_field_name("value") is None:
            names.blank.add(name)


def code(node: Node | None) -> list[Node]:
    """The named children that are no comments."""
    return [] if node is None else [c for c in children(node) if not c.type.endswith("comment")]


def bare(node: Node | None) -> Node | None:
    """A node without the parentheses around it."""
    while node is not None and node.type == "parenthesized_expression":
        node = next(iter(code(node)), None)
    return node


def is_constant(node: Node | None) -> bool:
    """Literals and names that look like constants, and what is computed from them alone."""
    if node is None:
        return False
    leaves = [n for n in walk(node) if n.is_named and not n.named_children]
    return all(
        n.type in (*LITERALS, "string_fragment", "integral_type", "escape_sequence")
        or (n.type == "identifier" and _CONSTANT.fullmatch(text_of(n)))
        for n in leaves
    )


def binds(node: Node | None) -> bool:
    """Whether a pattern in `node` declares a variable that code beside it may use."""
    return node is not None and any(
        n.type in ("type_pattern", "record_pattern")
        or (n.type == "instanceof_expression" and n.child_by_field_name("name") is not None)
        for n in walk(node, lambda n: n.type not in _BODIES)
    )


def assigns(node: Node | None) -> bool:
    """Whether `node` holds an assignment: what it assigns may count on it."""
    return node is not None and any(
        n.type == "assignment_expression" for n in walk(node, lambda n: n.type not in _BODIES)
    )


def is_string(node: Node | None, names: Names) -> bool:
    """Whether an operand of `+` is text, as far as can be told; then it means concatenation."""
    node = bare(node)
    if node is None:
        return False
    match node.type:
        case "string_literal":
            return True
        case "binary_expression":
            return text_of(node.child_by_field_name("operator")) == "+" and any(
                is_string(node.child_by_field_name(side), names) for side in ("left", "right")
            )
        case "identifier":
            return _textual(names.types.get(text_of(node), set()))
        case "field_access":
            return _textual(names.types.get(text_of(node.child_by_field_name("field")), set()))
        case "array_access":
            array = text_of(node.child_by_field_name("array")).rsplit(".", 1)[-1].split("[")[0]
            return any(t.startswith("String[") for t in names.types.get(array, set()))
        case "ternary_expression":
            return any(
                is_string(node.child_by_field_name(f), names)
                for f in ("consequence", "alternative")
            )
        case "cast_expression":
            return text_of(node.child_by_field_name("type")) == "String"
        case "method_invocation":
            return _gives_string(node, names)
    return False


def _textual(types: set[str]) -> bool:
    return bool(types & {"String", "CharSequence", "StringBuilder"})


def _gives_string(node: Node, names: Names) -> bool:
    name, owner = text_of(node.child_by_field_name("name")), node.child_by_field_name("object")
    if name in _STRINGS or "String" in names.returns.get(name, set()):
        return True
    if owner is None:
        return False
    if name == "valueOf":
        return text_of(owner) == "String"
    if name in ("get", "getOrDefault", "getFirst", "getLast", "pop", "poll", "peek", "remove"):
        held = names.types.get(text_of(owner).rsplit(".", 1)[-1], set())
        return any(re.search(r"\bString>", kind) for kind in held)
    return False


def narrowed(node: Node, names: Names) -> tuple[Node, str] | None:
    """The constant expression `node` is part of and the type it is silently narrowed to, if so:
    `char c = 'a' + 1` compiles because all of it is constant."""
    top = node
    for parent in ancestors(node):
        if parent.type in ("binary_expression", "unary_expression", "parenthesized_expression"):
            if not is_constant(parent):
                return None
            top = parent
        elif parent.type == "ternary_expression" and top != parent.child_by_field_name("condition"):
            top = parent
        else:
            kind = _target(parent, top, names)
            return (top, NARROW[kind]) if kind in NARROW else None
    return None


def _target(parent: Node, value: Node, names: Names) -> str:
    """The type `value` is assigned to, '' when it is not assigned."""
    match parent.type:
        case "variable_declarator":
            return text_of(parent.parent.child_by_field_name("type")) if parent.parent else ""
        case "assignment_expression":
            if text_of(parent.child_by_field_name("operator")) != "=":
                return ""
            left = parent.child_by_field_name("left")
            name = re.split(r"[\[(]", text_of(left))[0].rsplit(".", 1)[-1].strip()
            kinds = {t.replace("[]", "").strip() for t in names.types.get(name, set())}
            return next((k for k in sorted(kinds) if k in NARROW), "")
        case "array_initializer":
            for above in ancestors(parent):
                kind = text_of(above.child_by_field_name("type"))
                if kind and above.type != "variable_declarator":
                    return kind.replace("[]", "").strip()
        case "return_statement":
            for above in ancestors(parent):
                if above.type == "lambda_expression":
                    return ""
                if above.type == "method_declaration":
                    return text_of(above.child_by_field_name("type"))
    return ""
