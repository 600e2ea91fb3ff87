"""Java solutions made callable: steps counted, calls of their methods recorded. No line moves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from workbench.languages.calls import Entry
from workbench.languages.java import CALLED_PATH
from workbench.languages.java_calls_entries import Found, modifiers, read_entries
from workbench.languages.java_probe_class import GUARD, HELPER_PATH, helper_source
from workbench.languages.java_probes import LOOPS
from workbench.languages.java_schemata import threaded
from workbench.languages.java_types import code
from workbench.languages.syntax import Node, children, parse, text_of, walk

_MARK = "package workbench_mutants;\n\nfinal class Calls {}\n"
_STEP = f" {GUARD}.f();"
_RECORDED = "workbench.harness.Recorded"
_RENAMED = "workbench_original_"
_BODIED = ("method_declaration", "lambda_expression", "compact_constructor_declaration")

Edit = tuple[int, int, str]
"""start, end, what comes there"""


def with_steps(files: Mapping[str, str], own: Sequence[str]) -> dict[str, str]:
    """The files with a step in every loop and method of `own`, and the class that counts them."""
    made = dict(files)
    for path in own:
        root = parse("java", files[path]).root_node
        if not root.has_error:
            made[path] = edited(files[path], _steps(root))
    made[HELPER_PATH] = helper_source(0, threaded=threaded(files))
    made[CALLED_PATH] = _MARK
    return made


def with_recorder(path: str, text: str, entries: Sequence[Entry]) -> str:
    """The file with those of its entries behind methods that tell of their calls."""
    edits: list[Edit] = []
    makers: dict[int, Node] = {}
    for found in read_entries(path, text):
        if found.entry in entries:
            edits += _wrapped(found)
            if found.maker is not None and found.entry.method and found.entry.method.made_of:
                makers[found.maker.start_byte] = found.maker
    for maker in makers.values():
        edits += _told(maker)
    return edited(text, edits)


def edited(text: str, edits: Iterator[Edit] | Sequence[Edit]) -> str:
    """The text with every edit made; those at one place in their order."""
    data = text.encode()
    ordered = sorted(enumerate(edits), key=lambda pair: (pair[1][0], pair[0]), reverse=True)
    for _, (start, end, inserted) in ordered:
        data = data[:start] + inserted.encode() + data[end:]
    return data.decode()


def _steps(root: Node) -> Iterator[Edit]:
    for node in walk(root):
        parent = node.parent
        if parent is None:
            continue
        if node.type == "block" and (parent.type in _BODIED or _looped(node, parent)):
            yield _at(node.start_byte + 1, _STEP)
        elif _looped(node, parent):
            yield _at(node.start_byte, "{" + _STEP + " ")
            yield _at(node.end_byte, " }")
        elif node.type == "constructor_body":
            yield _at(_entered(node), _STEP)


def _looped(node: Node, parent: Node) -> bool:
    return parent.type in LOOPS and node == parent.child_by_field_name("body")


def _entered(body: Node) -> int:
    """Where a constructor's own code begins."""
    first = next(iter(code(body)), None)
    explicit = first is not None and first.type == "explicit_constructor_invocation"
    return first.end_byte if first is not None and explicit else body.start_byte + 1


def _at(place: int, text: str) -> Edit:
    return place, place, text


def _wrapped(found: Found) -> Iterator[Edit]:
    """A method that has the name, the marks and the parameters, and calls the original, which has
    another name and is nobody else's. It stands before the original's body, on its line."""
    node, method = found.node, found.entry.method
    body = node.child_by_field_name("body")
    if body is None or method is None:
        return
    name = found.entry.name
    given = ", ".join(_names(node))
    own = "this" if method.made_of else "null"
    said = f'{_RECORDED}.in("{name}", {own}, new Object[] {{{given}}})'
    call = f"{_RENAMED}{name}({given})"
    kind = _flat(text_of(node.child_by_field_name("type")))
    kind += _flat(text_of(node.child_by_field_name("dimensions")))
    if kind == "void":
        run = f"{call}; {_RECORDED}.out(__wb_call, null);"
    else:
        run = (f"{kind} __wb_value = {call}; {_RECORDED}.out(__wb_call, __wb_value); "
               "return __wb_value;")  # fmt: skip
    marks = "private static " if "static" in modifiers(node) else "private "
    variables = "".join(_flat(text_of(v)) + " " for v in children(node, "type_parameters"))
    thrown = "".join(" " + _flat(text_of(t)) for t in children(node, "throws"))
    parameters = _flat(text_of(node.child_by_field_name("parameters")))
    yield _at(
        body.start_byte,
        f"{{ Object __wb_call = {said}; try {{ {run} }} catch (Throwable __wb_thrown) "
        f"{{ {_RECORDED}.thrown(__wb_call, __wb_thrown); throw __wb_thrown; }} }} "
        f"{marks}{variables}{kind} {_RENAMED}{name}{parameters}{thrown} ",
    )


def _told(maker: Node) -> Iterator[Edit]:
    body = maker.child_by_field_name("body")
    if body is not None:
        given = ", ".join(_names(maker))
        yield _at(_entered(body), f" {_RECORDED}.made(this, new Object[] {{{given}}});")


def _names(node: Node) -> list[str]:
    listed = node.child_by_field_name("parameters")
    found = []
    for each in children(listed, "formal_parameter", "spread_parameter") if listed else []:
        inner = next(iter(children(each, "variable_declarator")), each)
        found.append(text_of(inner.child_by_field_name("name")))
    return found


def _flat(text: str) -> str:
    """On one line, without comments."""
    return " ".join(re.sub(r"/\*.*?\*/|//[^\n]*", " ", text, flags=re.DOTALL).split())
