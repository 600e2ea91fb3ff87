"""Where a name of a Go file comes from: the nearest declaration, and the block it speaks for."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.languages.go_checks import GoFile
from workbench.languages.syntax import Node, ancestors, children, text_of, walk


def argument(call: Node, at: int) -> Node | None:
    listed = call.child_by_field_name("arguments")
    given = children(listed) if listed is not None else []
    return given[at] if at < len(given) else None


def disjuncts(node: Node) -> Iterator[Node]:
    if node.type == "parenthesized_expression" and node.named_children:
        yield from disjuncts(node.named_children[0])
    elif node.type == "binary_expression" and text_of(
        node.child_by_field_name("operator")) == "||":  # fmt: skip
        for side in ("left", "right"):
            part = node.child_by_field_name(side)
            if part is not None:
                yield from disjuncts(part)
    else:
        yield node


def in_check(node: Node, file: GoFile) -> bool:
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


def function_around(node: Node) -> Node | None:
    return next((a for a in ancestors(node) if a.parent and a.parent.type == "source_file"), None)


def declaration(node: Node, file: GoFile) -> Node | None:
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


def global_declaration(name: str, file: GoFile) -> Node | None:
    for part in _declaring(file.root):
        if _declares(part, name):
            return part
    return None


def scope_of(bound: Node) -> Node:
    """The block a declaration speaks for."""
    for above in ancestors(bound):
        if above.type in ("block", "statement_list", "if_statement", "for_statement",
                          "expression_case", "func_literal", "function_declaration",
                          "method_declaration", "source_file"):  # fmt: skip
            return above
    return bound
