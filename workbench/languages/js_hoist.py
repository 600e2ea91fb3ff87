"""Finds what jest and vitest move above a file's imports, and makes it callable from there.

`vi.mock('./db', f)` at the top level becomes `function __wbh1() { vi.mock('./db', f) }` in its
place: a function declaration exists before the first statement runs and still sees the file's own
names, so the harness can call it before the imports, and no line moves. The value of
`const x = vi.hoisted(f)` is assigned by such a function.
"""

from __future__ import annotations

from workbench.languages.js_source import TYPESCRIPT, Source, arguments, read, string_value
from workbench.languages.syntax import Node, text_of, walk

_OWNERS = {"@jest/globals": {"jest"}, "vitest": {"vi", "vitest"}}
_GLOBALS = {"jest", "vi", "vitest"}
_MOVED = {"mock", "unmock", "hoisted"}
_PATTERNS = {
    "pair_pattern": "value",
    "assignment_pattern": "left",
    "object_assignment_pattern": "left",
}


def hoisted(path: str, text: str) -> tuple[str, int]:
    """`text` with its hoisted statements made functions `__wbh1`..., and how many there are.

    None in a file that awaits at top level for any other reason: it cannot be made a function's
    body, and imports what it tests after its doubles anyway.
    """
    source = read(path, text)
    data = text.encode()
    edits: list[tuple[int, int, bytes]] = []
    for node in source.tree.root_node.named_children:
        made = _made(source, node, len(edits) + 1)
        if made:
            edits.append((node.start_byte, node.end_byte, made.encode()))
    for start, end, new in reversed(edits):
        data = data[:start] + new + data[end:]
    changed = data.decode()
    if not edits or read(path, changed).top_level_await:
        return text, 0
    return changed, len(edits)


def spies_on_modules(source: Source) -> bool:
    """Whether a file does `jest.spyOn(everything, 'name')` after `import * as everything`: the ES
    module itself cannot be changed, what a compiler makes of it can."""
    for node in walk(source.tree.root_node):
        if node.type != "call_expression" or _chain(node)[1][:1] != ["spyOn"]:
            continue
        given = arguments(node)
        module, imported = source.bindings.get(text_of(given[0]) if given else "", ("", ""))
        if module.startswith(".") and imported == "*":
            return True
    return False


def _made(source: Source, node: Node, number: int) -> str:
    """The text in a statement's place; '' when it is not one to hoist."""
    if node.type == "expression_statement":
        call, asynchronous = _call(node.named_children[0])
        if not _moves(source, call, _MOVED):
            return ""
        return _function(number, asynchronous, _spelled(source, node))
    if node.type not in ("lexical_declaration", "variable_declaration"):
        return ""
    declarators = [c for c in node.named_children if c.type == "variable_declarator"]
    if len(declarators) != 1:
        return ""
    target, value = (declarators[0].child_by_field_name(f) for f in ("name", "value"))
    if target is None or value is None:
        return ""
    call, asynchronous = _call(value)
    if not _moves(source, call, {"hoisted"}):
        return ""
    typed = ": any" if source.path.endswith(TYPESCRIPT) else ""
    names = ", ".join(name + typed for name in _bound(target))
    body = f"({text_of(target)} = {_spelled(source, value)})"
    return f"var {names}; {_function(number, asynchronous, body)}"


def _function(number: int, asynchronous: bool, body: str) -> str:
    return f"{'async ' if asynchronous else ''}function __wbh{number}() {{ {body} }}"


def _call(node: Node) -> tuple[Node, bool]:
    if node.type == "await_expression":
        return node.named_children[0], True
    return node, False


def _moves(source: Source, call: Node, methods: set[str]) -> bool:
    root, used = _chain(call)
    if root is None or not used or not set(used) <= methods:
        return False
    name = text_of(root)
    if name in source.bindings:
        module, imported = source.bindings[name]
        return imported in _OWNERS.get(module, ())
    return name in _GLOBALS and name not in source.declared


def _chain(call: Node) -> tuple[Node | None, list[str]]:
    """`jest.mock('a').unmock('b')` -> (`jest`, ["unmock", "mock"])."""
    used: list[str] = []
    here: Node | None = call
    while here is not None and here.type == "call_expression":
        callee = here.child_by_field_name("function")
        if callee is None or callee.type != "member_expression":
            return None, []
        used.append(text_of(callee.child_by_field_name("property")))
        here = callee.child_by_field_name("object")
    return (here if here is not None and here.type == "identifier" else None), used


def _spelled(source: Source, node: Node) -> str:
    """The node's text as it can run before the imports: `vi.mock(import('./a'))` names a module
    and loads none, and a required `jest` has no value yet."""
    edits: list[tuple[int, int, str]] = []
    for part in walk(node):
        if part.type != "call_expression":
            continue
        given = arguments(part)
        if given and given[0].type == "call_expression" and _chain(part)[1][:1] == ["mock"]:
            callee = given[0].child_by_field_name("function")
            inner = arguments(given[0])
            if callee is not None and callee.type == "import" and string_value(inner[0]):
                edits.append((given[0].start_byte, given[0].end_byte, text_of(inner[0])))
    call, _ = _call(node.named_children[0] if node.type == "expression_statement" else node)
    root, _ = _chain(call)
    if root is not None and text_of(root) in source.required:
        module, imported = source.bindings[text_of(root)]
        edits.append((root.start_byte, root.end_byte, f'require("{module}").{imported}'))
    data = source.text.encode()[: node.end_byte]
    for start, end, new in sorted(edits, reverse=True):
        data = data[:start] + new.encode() + data[end:]
    return data[node.start_byte :].decode()


def _bound(pattern: Node) -> list[str]:
    """The names a pattern declares."""
    if pattern.type in ("identifier", "shorthand_property_identifier_pattern"):
        return [text_of(pattern)]
    if pattern.type in _PATTERNS:
        inner = pattern.child_by_field_name(_PATTERNS[pattern.type])
        return _bound(inner) if inner is not None else []
    return [name for child in pattern.named_children for name in _bound(child)]
