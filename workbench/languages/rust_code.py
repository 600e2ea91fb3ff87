"""What of a Rust file runs when its functions do: its syntax tree without what the compiler reads
as a constant, a type, a pattern or a macro's tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workbench.languages.rust_source import attributes, holds
from workbench.languages.syntax import Node, Tree, children, parse, text_of, walk

# Macros of the standard library whose arguments are expressions, evaluated once and in order.
_CALLS = frozenset(
    f"{prefix}{name}" for prefix in ("", "debug_") for name in ("assert", "assert_eq", "assert_ne")
) | {"format", "print", "println", "eprint", "eprintln", "write", "writeln", "panic",
     "unreachable", "todo", "unimplemented"}  # fmt: skip
_DEEPEST = 8
_NESTED = 120  # generated code nests deeper than Python's stack; its depths are left as they are
_APART = frozenset(
    {"attribute_item", "inner_attribute_item", "const_item", "static_item", "macro_definition",
     "macro_invocation", "enum_item", "struct_item", "union_item", "type_item", "use_declaration",
     "foreign_mod_item", "const_block", "line_comment", "block_comment", "associated_type",
     "type_arguments", "type_parameters", "where_clause", "function_signature_item",
     "extern_crate_declaration", "token_tree", "ERROR"}
)  # fmt: skip
# Fields of nodes that hold no code that runs: patterns, types, names.
_FIELDS = frozenset({"pattern", "type", "return_type", "parameters", "type_arguments", "name",
                     "trait", "type_parameters", "field", "label", "macro", "bounds",
                     "length"})  # fmt: skip
_CONSTANT = frozenset(
    {"const_item", "static_item", "const_block", "enum_item", "type_arguments", "macro_definition"}
)
_WORD = re.compile(r"[A-Za-z_]\w*")
_LINTS = re.compile(rb"\b(?:deny|forbid)\b")
_EASED = {b"deny": b"warn", b"forbid": b"allow "}


@dataclass(frozen=True)
class Code:
    """One file. `source` is what is compiled: the text as given, `const` taken off functions no
    constant needs and lints no longer denied, each byte where it was. `tree` is the tree of the
    same bytes with known macro calls made to look like calls."""

    source: bytes
    tree: Tree
    macros: Mapping[int, str] = field(default_factory=dict)
    """where a macro call starts -> its name"""
    _parents: dict[int, Node] = field(default_factory=dict)

    def above(self, node: Node) -> Iterator[Node]:
        """Parents from the nearest to the root. Kept: a tree finds each anew from its root."""
        if not self._parents:
            for parent in walk(self.tree.root_node):
                self._parents.update((child.id, parent) for child in parent.children)
        here = self._parents.get(node.id)
        while here is not None:
            yield here
            here = self._parents.get(here.id)

    def nodes(self) -> Iterator[Node]:
        """Every node that stands for code that runs, in source order."""
        stack = [(self.tree.root_node, 0)]
        while stack:
            here, depth = stack.pop()
            yield here
            if depth < _NESTED:
                below = [(c, depth + 1) for c in inside(here) if not _apart(c)]
                stack.extend(reversed(below))


def inside(node: Node) -> Iterator[Node]:
    """The children of a node that hold code."""
    kind = node.type
    for at, child in enumerate(node.children):
        if not child.is_named:
            continue
        name = node.field_name_for_child(at)
        if kind == "match_arm" and name == "pattern":
            yield from (c for c in [child.child_by_field_name("condition")] if c is not None)
        elif name not in _FIELDS:
            yield child


def _apart(node: Node) -> bool:
    if node.type in _APART or node.type.endswith(("_pattern", "_type")):
        return True
    if node.type in ("function_item", "mod_item", "impl_item", "trait_item"):
        if node.type == "function_item" and _is_const(node):
            return True
        return any(_switched_off(text_of(mark)) for mark in attributes(node))
    before = node.prev_named_sibling
    # A mark on a statement would be a mark on its guard.
    return before is not None and before.type == "attribute_item"


def _switched_off(mark: str) -> bool:
    if re.match(r"(?:[\w:]+::)?test\b", mark):
        return True
    condition = re.match(r"cfg\s*\((.*)\)\s*\Z", mark, re.DOTALL)
    if condition is None:
        return False
    # What only a test build holds is not the solution.
    return bool(re.search(r"\btest\b", condition[1])) or not holds(condition[1], frozenset())


def _is_const(function: Node) -> bool:
    return any(re.search(r"\bconst\b", text_of(m)) for m in children(function, "function_modifiers")
               )  # fmt: skip


def read_code(text: str, constants: frozenset[str], own_macros: frozenset[str]) -> Code:
    """Reads one file. `constants`: names that constants anywhere need; `own_macros`: macros the
    sources define, which may hide the standard library's."""
    source = _runtime(text.encode(), constants)
    data, found = bytearray(source), {}
    tree = parse("rust", bytes(data))
    for _ in range(_DEEPEST):
        new = list(_invocations(tree, own_macros))
        for name, node, body in new:
            found[node.start_byte] = name
            data[node.start_byte + text_of(node).index("!")] = ord(" ")
            if name == "vec":
                # `vec![a; n]` is a call of two arguments for the parser.
                data[body.start_byte], data[body.end_byte - 1] = ord("("), ord(")")
                for token in body.children:
                    if token.type == ";":
                        data[token.start_byte] = ord(",")
        if not new:
            break
        tree = parse("rust", bytes(data))
    return Code(source, tree, found)


def _invocations(tree: Tree, own: frozenset[str]) -> Iterator[tuple[str, Node, Node]]:
    for node in walk(tree.root_node):
        if node.type == "macro_invocation":
            name = text_of(node.child_by_field_name("macro"))
            body = next(iter(children(node, "token_tree")), None)
            opening = text_of(body)[:1]
            wanted = (name in _CALLS and opening == "(") or (name == "vec" and opening == "[")
            if body is not None and wanted and name not in own:
                yield name, node, body


def _runtime(source: bytes, constants: frozenset[str]) -> bytes:
    data = bytearray(source)
    for node in walk(parse("rust", source).root_node):
        if node.type in ("attribute_item", "inner_attribute_item"):
            for found in _LINTS.finditer(source, node.start_byte, node.end_byte):
                data[found.start() : found.end()] = _EASED[found[0]]
        elif node.type == "function_item" and _is_const(node):
            if text_of(node.child_by_field_name("name")) in constants:
                continue
            modifiers = children(node, "function_modifiers")[0]
            for found in re.finditer(rb"\bconst\b", source[: modifiers.end_byte]):
                if found.start() >= modifiers.start_byte:
                    data[found.start() : found.end()] = b"     "
    return bytes(data)


def constant_names(sources: Mapping[str, str]) -> frozenset[str]:
    """Every name that stands in a constant: what the compiler itself must be able to call."""
    names: set[str] = set()
    for path, source in sources.items():
        if not path.endswith(".rs"):
            continue
        for node in walk(parse("rust", source).root_node):
            for part in _constants(node):
                names.update(_WORD.findall(text_of(part)))
    return frozenset(names)


def constant_functions(source: str) -> frozenset[str]:
    """Names of the `const fn` of a file."""
    found = (n for n in walk(parse("rust", source).root_node) if n.type == "function_item")
    return frozenset(text_of(n.child_by_field_name("name")) for n in found if _is_const(n))


def _constants(node: Node) -> Iterator[Node]:
    if node.type in _CONSTANT:
        yield node
    elif node.type in ("array_type", "array_expression"):
        yield from (n for n in [node.child_by_field_name("length")] if n is not None)
    elif node.type == "function_item" and _is_const(node):
        yield from (n for n in [node.child_by_field_name("body")] if n is not None)


def uncompiled(sources: Mapping[str, str]) -> list[str]:
    """Names of functions that a library holds no machine code of: whoever uses them compiles them.
    `*`: any may be one, as macros write some."""
    names: set[str] = set()
    for path, source in sources.items():
        if path.endswith(".rs"):
            for node in walk(parse("rust", source).root_node):
                if node.type == "macro_definition":
                    return ["*"]
                if node.type in ("function_item", "impl_item", "trait_item") and _by_users(node):
                    names.update(
                        text_of(f.child_by_field_name("name"))
                        for f in walk(node) if f.type == "function_item"
                    )  # fmt: skip
    return sorted(names)


def _by_users(item: Node) -> bool:
    parameters = item.child_by_field_name("type_parameters")
    generic = [c for c in children(parameters) if c.type != "lifetime_parameter"] if (
        parameters is not None) else []  # fmt: skip
    if item.type == "trait_item" or generic:
        return True
    told = "".join(text_of(item.child_by_field_name(n)) for n in ("parameters", "return_type"))
    marks = " ".join(text_of(mark) for mark in attributes(item))
    modifiers = " ".join(text_of(m) for m in children(item, "function_modifiers"))
    return bool(
        re.search(r"\bimpl\b", told) or re.search(r"\binline\b", marks) or "async" in modifiers
    )


def depth_of(node: Node, code: Code) -> int:
    """How many inline modules a node stands in."""
    return sum(above.type == "mod_item" for above in code.above(node))


def function_of(node: Node, code: Code) -> Node | None:
    """The function or closure a node belongs to."""
    kinds = ("function_item", "closure_expression", "async_block")
    return next((a for a in code.above(node) if a.type in kinds), None)


def path_of(node: Node, code: Code) -> str:
    """Modules, type and name of the function a node is in; '' outside of functions."""
    names: list[str] = []
    for above in (node, *code.above(node)):
        if above.type in ("function_item", "mod_item", "trait_item"):
            names.append(text_of(above.child_by_field_name("name")))
        elif above.type == "impl_item" and names:
            names.append(re.sub(r"<.*", "", text_of(above.child_by_field_name("type")), flags=re.S))
    return "::".join(reversed(names))
