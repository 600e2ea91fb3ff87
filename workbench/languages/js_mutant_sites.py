"""Where in a JavaScript or TypeScript tree a mutant may stand: never in types, never where an
expression is a target or a name, never where a pair of parentheses would change what is meant."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.languages.syntax import Node, ancestors, text_of

FUNCTIONS = {
    "function_declaration", "function_expression", "arrow_function", "method_definition",
    "generator_function", "generator_function_declaration",
}  # fmt: skip
CLASSES = {"class_declaration", "class", "abstract_class_declaration"}
LOOPS = {"for_statement", "for_in_statement", "while_statement", "do_statement"}
_CHAINED = {"member_expression", "subscript_expression", "call_expression", "non_null_expression"}

# Nothing below these runs as it stands there.
_SKIPPED = {
    "type_annotation", "type_arguments", "type_parameters", "type_alias_declaration",
    "interface_declaration", "ambient_declaration", "implements_clause", "extends_type_clause",
    "index_signature", "function_signature", "method_signature", "abstract_method_signature",
    "property_signature", "construct_signature", "call_signature", "type_predicate_annotation",
    "asserts_annotation", "enum_declaration", "import_statement", "import_alias", "decorator",
    "export_clause", "namespace_export", "literal_type", "union_type", "jsx_opening_element_name",
    "import_attribute", "omitting_type_annotation", "opting_type_annotation", "ERROR", "comment",
}  # fmt: skip


def visited(root: Node) -> Iterator[Node]:
    """Every node that stands for something that runs, in source order."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        if node.type in ("as_expression", "satisfies_expression"):
            below = node.children[:1]  # the rest is a type
        elif node.type == "type_assertion":
            below = node.children[-1:]
        else:
            below = node.children
        stack.extend(c for c in reversed(below) if c.type not in _SKIPPED)


def wraps(node: Node) -> bool:
    """Whether `(guard ? x : node)` may stand where `node` stands and mean the same."""
    parent = node.parent
    if parent is None:
        return False
    kind = parent.type
    if kind in ("as_expression", "satisfies_expression", "non_null_expression", "type_assertion"):
        # `(x as T) = 1` assigns to x.
        return wraps(parent) and not _continues_chain(node)
    if kind in ("assignment_expression", "augmented_assignment_expression", "for_in_statement"):
        return not _is(parent, "left", node)
    if kind in ("assignment_pattern", "object_assignment_pattern"):
        return _is(parent, "right", node)
    if kind in ("object_pattern", "array_pattern", "rest_pattern", "update_expression"):
        return False
    if kind == "unary_expression":
        return operator_of(parent) not in ("delete", "typeof") or node.type != "identifier"
    if kind == "pair":
        return _is(parent, "value", node)
    if kind in ("method_definition", "field_definition", "public_field_definition"):
        return _is(parent, "value", node)
    if kind in ("jsx_attribute", "import_specifier", "export_specifier", "labeled_statement"):
        return False
    if kind == "export_statement":
        return not _is(parent, "source", node)
    if kind == "new_expression":
        return not _is(parent, "constructor", node)
    if kind == "call_expression":
        if node.type == "template_string" and _is(parent, "arguments", node):
            return False  # a tagged template
        if _is(parent, "function", node):
            return node.type not in ("member_expression", "subscript_expression", "super")
    return not _continues_chain(node)


def _continues_chain(node: Node) -> bool:
    """Whether what follows is skipped as well when a `?.` inside `node` finds nothing."""
    parent = node.parent
    assert parent is not None
    if parent.type not in _CHAINED or not any(
        _is(parent, name, node) for name in ("object", "function")
    ):
        return parent.type == "non_null_expression" and _optional(node)
    return _optional(node)


def _optional(node: Node) -> bool:
    at: Node | None = node
    while at is not None and at.type in _CHAINED:
        if any(c.type == "optional_chain" for c in at.children):
            return True
        at = at.child_by_field_name("object") or at.child_by_field_name("function") or (
            at.named_children[0] if at.type == "non_null_expression" else None
        )  # fmt: skip
    return False


def chain_of(node: Node) -> Node:
    """The whole chain of members and calls `node` begins."""
    while (parent := node.parent) is not None and parent.type in _CHAINED:
        if parent.type != "non_null_expression" and not any(
            _is(parent, name, node) for name in ("object", "function")
        ):
            break
        node = parent
    return node


def _is(parent: Node, name: str, node: Node) -> bool:
    found = parent.child_by_field_name(name)
    return found is not None and found.id == node.id


def operator_of(node: Node) -> str:
    """The operator of an expression, as it is written."""
    return text_of(node.child_by_field_name("operator"))


def function_of(node: Node) -> Node | None:
    """The function a node runs in."""
    for outer in ancestors(node):
        if outer.type in FUNCTIONS:
            return outer
    return None


def is_static(node: Node) -> bool:
    """Whether a node runs while its module is loaded."""
    for outer in ancestors(node):
        if outer.type in FUNCTIONS or outer.type == "class_static_block":
            return outer.type == "class_static_block"
        if outer.type in ("field_definition", "public_field_definition"):
            # A field without `static` belongs to each object.
            return any(c.type == "static" for c in outer.children)
    return True


def qualified(node: Node) -> str:
    """The names of the functions and classes around a node, outermost first."""
    names = []
    for outer in (node, *ancestors(node)):
        if outer.type in FUNCTIONS or outer.type in CLASSES:
            name = _name_of(outer)
            if name:
                names.append(name)
    return ".".join(reversed(names))


def _name_of(node: Node) -> str:
    name = node.child_by_field_name("name")
    parent = node.parent
    if name is not None or parent is None:
        return text_of(name)
    for kind, part in (
        ("variable_declarator", "name"), ("pair", "key"), ("assignment_expression", "left"),
        ("field_definition", "property"), ("public_field_definition", "name"),
    ):  # fmt: skip
        if parent.type == kind:
            return text_of(parent.child_by_field_name(part)).removeprefix("this.")
    return ""


def directives(block: Node) -> list[Node]:
    """The directives a body begins with ("use strict")."""
    found = []
    for child in block.named_children:
        if child.type == "comment" or child.type == "hash_bang_line":
            continue
        if child.type != "expression_statement" or child.named_child_count != 1:
            break
        if child.named_children[0].type != "string":
            break
        found.append(child)
    return found


def is_body(block: Node) -> bool:
    """Whether a block is where a function or a file begins."""
    return block.type == "program" or (block.parent is not None and block.parent.type in FUNCTIONS)
