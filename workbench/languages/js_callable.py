"""JavaScript and TypeScript solutions made callable from outside their modules: steps counted,
functions handed over, calls of them recorded. No line moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.languages.calls import Entry
from workbench.languages.js_exports import DEFAULT, exports
from workbench.languages.js_objects import awaited, parameters_of
from workbench.languages.js_source import read
from workbench.languages.js_types import Types
from workbench.languages.objects import ClassEntry
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


def classes(path: str, text: str) -> dict[str, tuple[Node, Node]]:
    """Classes a file declares at its top level: name -> (what declares it, the class)."""
    found: dict[str, tuple[Node, Node]] = {}
    for statement in read(path, text).tree.root_node.named_children:
        inner = statement.child_by_field_name("declaration")
        node = inner if statement.type == "export_statement" and inner is not None else statement
        name = node.child_by_field_name("name")
        plain = not children(node, "decorator") and not children(statement, "decorator")
        if node.type == "class_declaration" and name is not None and plain:
            found[text_of(name)] = (statement, node)
        for declarator in children(node, "variable_declarator"):
            name = declarator.child_by_field_name("name")
            value = declarator.child_by_field_name("value")
            if name is not None and value is not None and value.type == "class":
                found[text_of(name)] = (declarator, value)
    return found


def entry_of(
    path: str, name: str, function: Node, types: Types, *, handle: str = "", text: str = ""
) -> Entry:
    """A function as an entry for a suite of this text; its types in Python's notation where they
    have one."""
    returned = function.child_by_field_name("return_type")
    waits = any(c.type == "async" for c in function.children) or awaited(name, text)
    notation = types.notation(returned)
    parameters = parameters_of(function, types)
    return Entry(path, name, parameters, notation, handle=handle, waits=waits)


def with_steps(path: str, text: str, entries: Sequence[Entry]) -> str:
    """The file with a tick in every loop and function, which hands entries over when it has run."""
    edits = list(_ticks(read(path, text).tree.root_node))
    listed = []
    for entry in entries:
        if entry.handle == DEFAULT:
            edits += _around(path, text, f'__wb_hand("{entry.name}", ')
        else:
            holder = entry.handle.rpartition(".")[0] if entry.name == entry.handle else ""
            bound = f"{entry.handle}.bind({holder})" if holder else entry.handle
            listed.append(f'"{entry.name}": {bound}' if entry.handle else entry.name)
    end = f"\n;__wb_calls({{ {', '.join(listed)} }});\n" if listed else ""
    return edited(text, edits) + end


def with_recorder(path: str, text: str, entries: Sequence[Entry]) -> str:
    """The file with its entries replaced by functions and classes that tell of their calls."""
    edits: list[Edit] = []
    first = end = ""
    declared, known = functions(path, text), classes(path, text)
    for entry in entries:
        name = entry.handle or entry.name
        maker = "__wb_class" if isinstance(entry, ClassEntry) else "__wb_made"
        if entry.handle == DEFAULT:
            edits += _around(path, text, f'{maker}("{entry.name}", ')
        elif name in known and maker == "__wb_class":
            edits += _class_edits(entry.name, name, *known[name])
        elif name in declared:
            statement, value = declared[name]
            if statement is value:
                first += f'{name} = {maker}("{entry.name}", {name}); '
            else:
                around = f'{maker}("{entry.name}", '
                edits += [(value.start_byte, around), (value.end_byte, ")")]
        elif "." in name:
            end += f'\n;{name} = {maker}("{entry.name}", {name});'
    if first:
        edits.append((_beginning(read(path, text).tree.root_node), f";{first}"))
    return edited(text, edits) + (f"{end}\n" if end else "")


def _class_edits(entry: str, name: str, statement: Node, node: Node) -> list[Edit]:
    """A class declaration as a constant, so that the name means what tells of its objects."""
    around = f'__wb_class("{entry}", '
    if node.type == "class":
        return [(node.start_byte, around), (node.end_byte, ")")]
    if any(c.type == "default" for c in statement.children):
        after = f');const {name} = __wb_class("{entry}");'
        return [(node.start_byte, around), (node.end_byte, after)]
    return [(node.start_byte, f"const {name} = {around}"), (node.end_byte, ");")]


def _around(path: str, text: str, before: str) -> list[Edit]:
    """Something around the value of `export default`."""
    for export in exports(path, text):
        if export.handle == DEFAULT and export.node is not None:
            return [(export.node.start_byte, before), (export.node.end_byte, ")")]
    return []


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
