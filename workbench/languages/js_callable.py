"""JavaScript and TypeScript solutions made callable from outside their modules: steps counted,
functions handed over, calls of them recorded. No line moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.languages.calls import Entry, Parameter
from workbench.languages.js_source import read
from workbench.languages.js_types import Types
from workbench.languages.syntax import Node, children, text_of, walk

_LOOPS = {"for_statement", "for_in_statement", "while_statement", "do_statement"}
_FUNCTIONS = {
    *("function_declaration", "function_expression", "arrow_function", "method_definition"),
    *("generator_function", "generator_function_declaration"),
}
_DECLARED = {"function_declaration", "generator_function_declaration"}
_VALUES = {"arrow_function", "function_expression", "generator_function"}

Edit = tuple[int, str]
"""Text to put before a byte."""


def functions(path: str, text: str) -> dict[str, tuple[Node, Node]]:
    """Functions a file declares at its top level: name -> (what declares it, the function)."""
    found: dict[str, tuple[Node, Node]] = {}
    for statement in read(path, text).tree.root_node.named_children:
        if statement.type == "export_statement":
            inner = statement.child_by_field_name("declaration")
            if inner is None:
                continue
            statement = inner
        if statement.type in _DECLARED:
            name = statement.child_by_field_name("name")
            if name is not None:
                found[text_of(name)] = (statement, statement)
        for declarator in children(statement, "variable_declarator"):
            name = declarator.child_by_field_name("name")
            value = declarator.child_by_field_name("value")
            if name is not None and value is not None and value.type in _VALUES:
                found[text_of(name)] = (declarator, value)
    return found


def entry_of(path: str, name: str, function: Node, types: Types) -> Entry:
    """A function as an entry; its types in Python's notation where they have one."""
    listed = function.child_by_field_name("parameters")
    single = function.child_by_field_name("parameter")
    nodes = listed.named_children if listed is not None else [single] if single else []
    parameters = []
    for node in nodes:
        if node.type == "comment":
            continue
        pattern = node.child_by_field_name("pattern") or node
        optional = node.type in ("optional_parameter", "assignment_pattern", "rest_pattern") or (
            node.child_by_field_name("value") is not None
        )
        kind = node.child_by_field_name("type")
        parameters.append(Parameter(text_of(pattern), types.notation(kind), optional))
    return Entry(
        path, name, tuple(parameters), types.notation(function.child_by_field_name("return_type"))
    )


def with_steps(path: str, text: str, names: Sequence[str]) -> str:
    """The file with a tick in every loop and function, which hands `names` over when it has run."""
    edits = list(_ticks(read(path, text).tree.root_node))
    known = functions(path, text)
    handed = ", ".join(name for name in names if name in known)
    end = f"\n;__wb_calls({{ {handed} }});\n" if handed else ""
    return edited(text, edits) + end


def with_recorder(path: str, text: str, names: Sequence[str]) -> str:
    """The file with `names` replaced by functions that tell of their calls."""
    edits: list[Edit] = []
    first = ""
    for name, (declared, value) in functions(path, text).items():
        if name not in names:
            continue
        if declared is value:
            first += f'{name} = __wb_made("{name}", {name}); '
        else:
            edits += [(value.start_byte, f'__wb_made("{name}", '), (value.end_byte, ")")]
    if first:
        edits.append((_beginning(read(path, text).tree.root_node), f";{first}"))
    return edited(text, edits)


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text with every insertion made; those at one place in their order."""
    data = text.encode()
    for at, inserted in sorted(edits, key=lambda e: e[0], reverse=True):
        data = data[:at] + inserted.encode() + data[at:]
    return data.decode()


def _beginning(root: Node) -> int:
    """Where the first statement may stand: behind directives."""
    at = 0
    for child in root.named_children:
        if child.type in ("comment", "hash_bang_line"):
            if child.type == "hash_bang_line":
                at = child.end_byte + 1
            continue
        inner = child.named_children
        if child.type == "expression_statement" and inner and inner[0].type == "string":
            at = child.end_byte
            continue
        break
    return at


def _ticks(root: Node) -> Iterator[Edit]:
    for node in walk(root):
        if node.type not in _LOOPS and node.type not in _FUNCTIONS:
            continue
        body = node.child_by_field_name("body")
        if body is None:
            continue
        if body.type == "statement_block":
            yield body.start_byte + 1 + _directives(body), "__wb_tick();"
        elif node.type in _LOOPS:
            yield body.start_byte, "{__wb_tick();"
            yield body.end_byte, "}"


def _directives(body: Node) -> int:
    first = body.named_children[0] if body.named_children else None
    inner = first.named_children if first is not None else []
    if first is not None and first.type == "expression_statement" and inner[:1]:
        return first.end_byte - body.start_byte - 1 if inner[0].type == "string" else 0
    return 0
