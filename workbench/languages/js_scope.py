"""Scripts that share one scope with the solution: which of the solution's names they use, and how
these are handed over when the two run in a process each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workbench.languages.js_source import read
from workbench.languages.syntax import Node, ancestors, text_of, walk

_DECLARED = {
    "function_declaration", "generator_function_declaration", "class_declaration",
    "lexical_declaration", "variable_declaration", "export_statement",
}  # fmt: skip
_PATTERNS = {
    "identifier", "shorthand_property_identifier_pattern", "object_pattern", "array_pattern",
    "pair_pattern", "rest_pattern", "assignment_pattern", "object_assignment_pattern",
}  # fmt: skip
_FUNCTIONS = {
    "function_declaration", "function_expression", "arrow_function", "method_definition",
    "generator_function", "generator_function_declaration", "class_static_block",
}  # fmt: skip


def names_for(script: str, path: str, pieces: Mapping[str, str]) -> list[str]:
    """The solution's top-level names that a script uses and does not declare itself."""
    tree = read(path, script).tree.root_node
    used = {text_of(n) for n in walk(tree) if n.type.startswith(("identifier", "shorthand_prop"))}
    own = {name for name, _ in _top_level(tree)}
    found = {
        name: None
        for p, text in pieces.items()
        for name, _ in _top_level(read(p, text).tree.root_node)
    }
    return [name for name in found if name in used and name not in own]


def scope_text(pieces: Mapping[str, str], names: list[str], *, esm: bool) -> str:
    """The solution's files as one script whose last line hands out its names."""
    handed = ", ".join(f"get {name}() {{ return {name} }}" for name in names)
    text = "\n".join(pieces.values()) + f"\n;__wb_scope({{ __proto__: null, {handed} }});\n"
    return text + ('import { __wb_scope } from "workbench:scope";\n' if esm else "")


def unsplit_scope(path: str, script: str, pieces: Mapping[str, str]) -> str:
    """Why the names of a scope cannot be handed over, or ''."""
    names = set(names_for(script, path, pieces))
    for name, _ in _assigned(read(path, script).tree.root_node):
        if name in names:
            return f"{path} assigns to {name}, a variable of the solution"
    for piece, text in pieces.items():
        tree = read(piece, text).tree.root_node
        variable = {name for name, constant in _top_level(tree) if not constant} & names
        for name, node in _assigned(tree):
            if name in variable and any(a.type in _FUNCTIONS for a in ancestors(node)):
                return f"{path} reads {name}, a variable that the solution changes as it runs"
    return ""


def _top_level(root: Node) -> Iterator[tuple[str, bool]]:
    """Names a file declares at its top level, and whether their value stays."""
    for child in root.named_children:
        statement = child
        if child.type == "export_statement":
            inner = child.child_by_field_name("declaration")
            if inner is None:
                continue
            statement = inner
        if statement.type not in _DECLARED:
            continue
        name = statement.child_by_field_name("name")
        if name is not None:
            yield text_of(name), True
        constant = text_of(statement).startswith("const")
        for declarator in statement.named_children:
            if declarator.type == "variable_declarator":
                target = declarator.child_by_field_name("name")
                if target is not None:
                    yield from ((bound, constant) for bound in _bound(target))


def _bound(pattern: Node) -> Iterator[str]:
    if pattern.type in ("identifier", "shorthand_property_identifier_pattern"):
        yield text_of(pattern)
        return
    for part in pattern.named_children:
        if part.type in _PATTERNS:
            yield from _bound(part)


def _assigned(root: Node) -> Iterator[tuple[str, Node]]:
    for node in walk(root):
        target = None
        if node.type in ("assignment_expression", "augmented_assignment_expression"):
            target = node.child_by_field_name("left")
        elif node.type == "update_expression":
            target = node.child_by_field_name("argument")
        if target is not None and target.type == "identifier":
            yield text_of(target), node
