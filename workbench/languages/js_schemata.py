"""One JavaScript or TypeScript text that holds all its mutants behind guards, and probes.

The harness gives every file these functions, so that no line moves and directives stay first:

    __mu(p, a, b)   whether the active mutant is one of a..b; probe p is reached
    __mun(n)        whether it is n
    __muf()         one step of fuel: at the start of every loop body and function
    __mul(p)        a statement is reached
    __mub(p, c)     c, a condition: probe p when it is true, p + 1 when not

A statement that begins with a guard would go on with the line before where that ends without a
semicolon; it begins with `__mul(p);` instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from workbench.languages.js_layout import HOLDS_MUTANTS
from workbench.languages.js_mutant_edits import condition_of
from workbench.languages.js_mutant_sites import (
    FUNCTIONS,
    LOOPS,
    directives,
    is_body,
    visited,
)
from workbench.languages.js_mutants import Form, Found, found
from workbench.languages.js_source import grammar, read
from workbench.languages.mutation import Mutant, Probe, Schemata
from workbench.languages.schemata import Piece, Site, Wrap, render
from workbench.languages.syntax import Node, first_error, line_of, parse
from workbench.model.task import Solution

_PROBED = {
    "expression_statement", "lexical_declaration", "variable_declaration", "return_statement",
    "if_statement", "for_statement", "for_in_statement", "while_statement", "do_statement",
    "switch_statement", "throw_statement", "try_statement", "break_statement",
    "continue_statement", "labeled_statement", "class_declaration", "debugger_statement",
}  # fmt: skip
_LISTS = {"program", "statement_block", "switch_case", "switch_default"}


@dataclass
class _Made:
    """What the files of one solution have been given so far."""

    mutants: list[Mutant] = field(default_factory=list)
    probes: list[Probe] = field(default_factory=list)
    reach: list[int] = field(default_factory=list)

    def probe(self, *probes: Probe) -> int:
        self.probes += probes
        return len(self.probes) - len(probes)


def schemata(solution: Solution, mutants: Sequence[Mutant]) -> Schemata:
    """One program that holds `mutants`."""
    wanted: dict[str, set[str]] = {}
    for m in mutants:
        wanted.setdefault(m.file, set()).add(m.id)
    made = _Made()
    files = dict(solution.files)
    places: dict[str, tuple[tuple[int, int, int], ...]] = {}
    for path, ids in wanted.items():
        if path in files:
            held = [f for f in found(path, files[path]) if f.mutant.id in ids]
            files[path], where = _file(path, files[path], held, made)
            places[path] = tuple(where)
    return Schemata(
        solution=solution.model_copy(update={"files": files}),
        mutants=tuple(made.mutants),
        probes=tuple(made.probes),
        reach=tuple(made.reach),
        places=places,
    )


def _file(
    path: str, text: str, held: Sequence[Found], made: _Made
) -> tuple[str, list[tuple[int, int, int]]]:
    """Rendered, with as many of `held` as can stand together."""
    before = (len(made.mutants), len(made.probes), len(made.reach))
    sites = _sites(path, text, held, made)
    try:
        rendered, places = render(text.encode(), sites)
        sound = not first_error(parse(grammar(path), rendered))
    except ValueError:
        sound = False
    if sound:
        return rendered + HOLDS_MUTANTS, places
    del made.mutants[before[0] :], made.probes[before[1] :], made.reach[before[2] :]
    if len(held) <= 1:
        return text, []
    half = len(held) // 2
    good: list[Found] = []
    for part in (held[:half], held[half:]):
        kept = _Made()
        _file(path, text, part, kept)
        ids = {m.id for m in kept.mutants}
        good += [f for f in part if f.mutant.id in ids]
    return _file(path, text, good if len(good) < len(held) else good[:half], made)


def _sites(path: str, text: str, held: Sequence[Found], made: _Made) -> list[Site]:
    """Guards first: of two sites on one stretch the first is innermost."""
    groups: dict[tuple[int, int, Form], list[Found]] = {}
    for one in held:
        groups.setdefault((one.start, one.end, one.form), []).append(one)
    sites = []
    for (start, end, form), group in groups.items():
        probe = made.probe(Probe(path, group[0].mutant.line, "guard"))
        numbered = []
        for one in group:
            made.mutants.append(one.mutant)
            made.reach.append(probe)
            numbered.append((len(made.mutants), one.mutant))
        if form == "stub":
            continue_at = 1 + _directives_end(path, text, start)
            wrap = _stub(probe, [(n, f.instead) for (n, _), f in zip(numbered, group, strict=True)],
                         continue_at)  # fmt: skip
        else:
            wrap = _FORMS[form](probe)
        sites.append(Site(start, end, wrap, tuple(numbered)))
    return [*sites, *_probes(path, text, made)]


def _directives_end(path: str, text: str, start: int) -> int:
    """Bytes between a body's brace and the end of its directives."""
    root = read(path, text).tree.root_node
    block = root.descendant_for_byte_range(start, start + 1)
    while block is not None and block.type != "statement_block":
        block = block.parent
    last = directives(block) if block is not None else []
    return last[-1].end_byte - start - 1 if last else 0


def _guard(probe: int, variants: Sequence[tuple[int, str]]) -> str:
    return f"__mu({probe},{variants[0][0]},{variants[-1][0]})"


def _expression(probe: int) -> Wrap:
    def wrap(inner: list[Piece], variants: list[tuple[int, str]]) -> list[Piece]:
        pieces: list[Piece] = [(f"({_guard(probe, variants)}?", 0)]
        for number, text in variants[:-1]:
            pieces += [(f"__mun({number})?(", 0), (text, number), ("):", 0)]
        number, text = variants[-1]
        pieces += [("(", 0), (text, number), ("):(", 0), *inner, ("))", 0)]
        return pieces

    return wrap


def _member(probe: int) -> Wrap:
    def wrap(inner: list[Piece], variants: list[tuple[int, str]]) -> list[Piece]:
        original = "".join(text for text, _ in inner).removeprefix(".")
        (number, text), = variants  # fmt: skip
        name = text.removeprefix(".")
        return [(f"[{_guard(probe, variants)}?", 0), (f'"{name}"', number),
                (f':"{original}"]', 0)]  # fmt: skip

    return wrap


def _statement(probe: int) -> Wrap:
    def wrap(inner: list[Piece], variants: list[tuple[int, str]]) -> list[Piece]:
        pieces: list[Piece] = [(f"{{if({_guard(probe, variants)}){{", 0)]
        for number, text in variants[:-1]:
            pieces += [(f"if(__mun({number})){{", 0), (text, number), ("}else ", 0)]
        number, text = variants[-1]
        pieces += [("{", 0), (text, number), ("}}else{", 0), *inner, ("}}", 0)]
        return pieces

    return wrap


def _handler(probe: int) -> Wrap:
    def wrap(inner: list[Piece], variants: list[tuple[int, str]]) -> list[Piece]:
        return [(f"{{if({_guard(probe, variants)})", 0), ("{}", variants[0][0]), ("else", 0),
                *inner, ("}", 0)]  # fmt: skip

    return wrap


def _stub(probe: int, gives: Sequence[tuple[int, str]], offset: int) -> Wrap:
    def wrap(inner: list[Piece], variants: list[tuple[int, str]]) -> list[Piece]:
        pieces: list[Piece] = [(f"if({_guard(probe, variants)}){{", 0)]
        for number, give in gives:
            pieces += [(f"if(__mun({number})) ", 0), (f"return {give or 'undefined'};", number)]
        return _inserted(inner, offset, [*pieces, ("}", 0)])

    return wrap


_FORMS = {
    "expression": _expression, "member": _member, "statement": _statement, "handler": _handler,
}  # fmt: skip


def _inserted(inner: list[Piece], offset: int, pieces: list[Piece]) -> list[Piece]:
    """`pieces` put so many bytes after the beginning of what starts with plain source."""
    (first, number), *rest = [piece for piece in inner if piece[0]]
    data = first.encode()
    head, tail = data[:offset].decode(), data[offset:].decode()
    return [(head, number), *pieces, (tail, number), *rest]


def _insertion(text: str, offset: int) -> Wrap:
    return lambda inner, variants: _inserted(inner, offset, [(text, 0)])


def _around(before: str, after: str) -> Wrap:
    return lambda inner, variants: [(before, 0), *inner, (after, 0)]


def _probes(path: str, text: str, made: _Made) -> list[Site]:
    """Conditions, then statements, then what surrounds them."""
    conditions: list[Site] = []
    statements: list[Site] = []
    bodies: list[Site] = []

    def reached(node: Node) -> str:
        return f"__mul({made.probe(Probe(path, line_of(node), 'line'))});"

    for node in visited(read(path, text).tree.root_node):
        condition = condition_of(node)
        if condition is not None:
            line = line_of(condition)
            at = made.probe(Probe(path, line, "true"), Probe(path, line, "false"))
            conditions.append(
                Site(condition.start_byte, condition.end_byte, _around(f"__mub({at},(", "))"))
            )
        body = node.child_by_field_name("body")
        fuel = "__muf();" if node.type in FUNCTIONS or node.type in LOOPS else ""
        if body is not None and fuel:
            if body.type == "statement_block":
                last = directives(body) if node.type in FUNCTIONS else []
                offset = last[-1].end_byte - body.start_byte if last else 1
                semicolon = ";" if last else ""
                bodies.append(
                    Site(body.start_byte, body.end_byte, _insertion(semicolon + fuel, offset))
                )
            elif node.type == "arrow_function":
                bodies.append(Site(body.start_byte, body.end_byte, _around("(__muf(),(", "))")))
            else:
                bodies.append(_braced(body, fuel + _line(body, reached)))
        bodies += [_braced(single, _line(single, reached)) for single in _single(node)]
        if node.type in _LISTS:
            first = directives(node) if is_body(node) else []
            skipped = {d.id for d in first}
            for child in node.named_children:
                if child.id in skipped or not _runs(child):
                    continue
                if node.type.startswith("switch") and not _in_list(node, child):
                    continue
                statements.append(
                    Site(child.start_byte, child.end_byte, _around(reached(child), ""))
                )
    return [*conditions, *statements, *bodies]


def _braced(node: Node, first: str) -> Site:
    return Site(node.start_byte, node.end_byte, _around("{" + first, "}"))


def _line(node: Node, reached: object) -> str:
    assert callable(reached)
    return str(reached(node)) if node.type in _PROBED else ""


def _single(node: Node) -> list[Node]:
    """Statements that stand alone where a block could."""
    if node.type == "if_statement":
        one = node.child_by_field_name("consequence")
        return [one] if one is not None and one.type != "statement_block" else []
    if node.type == "else_clause":
        return [c for c in node.named_children if c.type not in ("statement_block", "comment")][:1]
    return []


def _in_list(case: Node, child: Node) -> bool:
    value = case.child_by_field_name("value")
    return value is None or value.id != child.id


def _runs(node: Node) -> bool:
    if node.type == "export_statement":
        declared = node.child_by_field_name("declaration")
        if declared is not None:
            return declared.type in ("lexical_declaration", "variable_declaration",
                                     "class_declaration")  # fmt: skip
        value = node.child_by_field_name("value")
        return value is not None and value.type not in FUNCTIONS
    return node.type in _PROBED
