"""Puts all mutants of a Go package into it, each behind a guard, with probes and fuel.

    a < b           (__muAt(3) && (__mu(7) && (a <= b)) || __muNo(3) && (a < b))     lazy, any bool
    x = f(a - b)    if __muAt(4) && __mu(8) { x = f(a + b) } else { x = f(a - b) }   any type
    x := a + b      x := __muAdd(5, 9, a, b)                     a declaration cannot be in an if
    x := f(7)       x := f((7 + 1>>__muShr(6, 10)))              takes the type f wants, as 7 does

Every copy begins a line of its own: Go's messages tell no column beyond the 255th.

The first form that fits is taken: from a mutant outwards to the nearest condition, else to the
nearest statement, else the expression itself. `go_support` writes the functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from workbench.languages.go_constraints import is_built
from workbench.languages.go_mutants import FUNCTIONS
from workbench.languages.go_operands import operand_form
from workbench.languages.go_support import support, support_path
from workbench.languages.go_types import Package, is_compare
from workbench.languages.mutation import Mutant, Probe, Schemata
from workbench.languages.schemata import Piece, Site, Wrap, render
from workbench.languages.syntax import Node, Tree, ancestors, children, parse, text_of, walk
from workbench.model.task import Solution

_SIMPLE = frozenset(
    ["expression_statement", "assignment_statement", "inc_statement", "dec_statement",
     "return_statement", "send_statement", "go_statement", "defer_statement", "break_statement",
     "continue_statement"]
)  # fmt: skip
_LISTED = ("statement_list", "labeled_statement")
_COPIES = 30_000
"""bytes of copies of one statement; a table of literals gets guards of its own instead"""
ONLY_STATEMENTS = ("return", "delete", "jump")


def code_files(files: dict[str, str]) -> dict[str, str]:
    """The files of a solution that are compiled here."""
    return {
        path: text
        for path, text in files.items()
        if path.endswith(".go") and not path.endswith("_test.go") and is_built(path, text)
    }


def folder_of(path: str) -> str:
    """The package's folder, `.` for the root."""
    return path.rsplit("/", 1)[0] if "/" in path else "."


def packages_of(trees: dict[str, Tree]) -> dict[str, Package]:
    """Folder -> what its files declare."""
    folders: dict[str, list[Node]] = {}
    for path, tree in trees.items():
        folders.setdefault(folder_of(path), []).append(tree.root_node)
    return {folder: Package(roots) for folder, roots in folders.items()}


@dataclass
class _Spot:
    """Where mutants stand together, and in which form."""

    node: Node
    form: Literal["condition", "statement", "operand", "stub"]
    mutants: list[tuple[int, Mutant]] = field(default_factory=list)


def make_schemata(solution: Solution, mutants: Sequence[Mutant]) -> Schemata:
    """All of `mutants` that can stand behind a guard, in the order given."""
    files = code_files(dict(solution.files))
    trees = {path: parse("go", text) for path, text in files.items()}
    packages = packages_of(trees)
    spots = {
        path: _spots(tree.root_node, packages[folder_of(path)],
                     [m for m in mutants if m.file == path])
        for path, tree in trees.items()
    }  # fmt: skip
    held = {m.id for listed in spots.values() for spot in listed for _, m in spot.mutants}
    kept = tuple(m for m in mutants if m.id in held)
    numbers = {m.id: n for n, m in enumerate(kept, 1)}
    probes: list[Probe] = []
    reach = [0] * len(kept)
    written: dict[str, str] = {}
    places: dict[str, tuple[tuple[int, int, int], ...]] = {}
    for path, tree in trees.items():
        writer = _Writer(path, packages[folder_of(path)], probes)
        sites = list(writer.instrument(tree.root_node, spots[path], numbers, reach))
        text, found = render(files[path].encode(), sites)
        written[path] = text
        places[path] = tuple(found)
    busy = any("go_statement" in _kinds(t.root_node) or '"sync' in files[p]
               for p, t in trees.items())  # fmt: skip
    for folder in {folder_of(path): None for path in trees}:
        first = next(t.root_node for p, t in trees.items() if folder_of(p) == folder)
        written[support_path(folder)] = support(_package_name(first), len(probes), shared=busy)
    made = solution.model_copy(update={"files": {**solution.files, **written}})
    return Schemata(made, kept, tuple(probes), tuple(reach), places)


def _kinds(root: Node) -> set[str]:
    return {node.type for node in walk(root)}


def _package_name(root: Node) -> str:
    clause = next(iter(children(root, "package_clause")), None)
    return text_of(children(clause)[0]) if clause is not None else "main"


def _spots(root: Node, package: Package, mutants: Iterable[Mutant]) -> list[_Spot]:
    """Mutants by where they stand; those that have no place are in none."""
    found: dict[tuple[int, int, str], _Spot] = {}
    crowded: dict[tuple[int, int], int] = {}
    for m in mutants:
        leaf = root.descendant_for_byte_range(m.start, max(m.start, m.end))
        if leaf is None:
            continue
        if m.operator == "stub":
            spot = _stub(leaf, m)
        else:
            spot = (
                _condition(leaf, m, package)
                or _statement(leaf, m, crowded)
                or _operand(leaf, m, package)
            )
        if spot is not None:
            key = (spot.node.start_byte, spot.node.end_byte, spot.form)
            found.setdefault(key, spot).mutants.append((0, m))
    return list(found.values())


def _stub(leaf: Node, m: Mutant) -> _Spot | None:
    for node in (leaf, *ancestors(leaf)):
        if node.type == "block" and node.start_byte + 1 == m.start:
            return _Spot(node.children[0], "stub")
    return None


def is_condition(node: Node) -> bool:
    """Whether an expression is surely a boolean, or what an `if` or `for` asks."""
    if node.type in ("true", "false") or is_compare(node):
        return True
    operator = text_of(node.child_by_field_name("operator"))
    if node.type in ("binary_expression", "unary_expression") and operator in ("&&", "||", "!"):
        return True
    return _is_asked(node)


def _is_asked(node: Node) -> bool:
    parent = node.parent
    if parent is None or not node.is_named:
        return False
    if parent.type in ("if_statement", "for_clause"):
        return parent.child_by_field_name("condition") == node
    return parent.type == "for_statement" and node.type not in (
        "for_clause", "range_clause", "block", "comment")  # fmt: skip


def _covers(node: Node, m: Mutant) -> bool:
    return node.start_byte <= m.start and m.end <= node.end_byte


def _condition(leaf: Node, m: Mutant, package: Package) -> _Spot | None:
    if m.operator in ("delete", "jump"):
        return None
    for node in (leaf, *ancestors(leaf)):
        if node.type.endswith("_statement") or node.type in ("block", *FUNCTIONS):
            return None
        if node.type in ("true", "false") and not node.is_named:
            continue
        # An inserted `return ...; ` lies before the value, not in it.
        if _covers(node, m) and is_condition(node):
            return None if _has_own_type(node, package) else _Spot(node, "condition")
    return None


def _has_own_type(node: Node, package: Package) -> bool:
    """Whether a condition is made of booleans of a type of their own: a guard's would not fit."""
    own = {name for name in package.types if package.kind(name) == "bool"}
    if not own:
        return False
    while node.parent is not None and node.parent.type in (
        "binary_expression", "unary_expression", "parenthesized_expression"):  # fmt: skip
        node = node.parent
    return any(
        package.type_of(part) in own
        for part in walk(node)
        if part.type in ("identifier", "selector_expression", "call_expression")
    )


def _statement(leaf: Node, m: Mutant, crowded: dict[tuple[int, int], int]) -> _Spot | None:
    for node in (leaf, *ancestors(leaf)):
        whole = m.start <= node.start_byte and node.end_byte <= m.end
        if node.type in ("block", *FUNCTIONS) and not whole:
            return None
        parent = node.parent
        if parent is None or parent.type not in _LISTED or not _covers(node, m):
            continue
        if node.type not in _SIMPLE:
            return None
        key = (node.start_byte, node.end_byte)
        crowded[key] = crowded.get(key, 0) + node.end_byte - node.start_byte
        if crowded[key] > _COPIES and m.operator not in ONLY_STATEMENTS:
            return None
        return _Spot(node, "statement")
    return None


def _operand(leaf: Node, m: Mutant, package: Package) -> _Spot | None:
    if m.operator in ONLY_STATEMENTS:
        return None
    for node in (leaf, *ancestors(leaf)):
        if node.type in ("block", *FUNCTIONS):
            return None
        if node.is_named and _covers(node, m):
            fits = operand_form(node, [(1, m)], 0, package) is not None
            return _Spot(node, "operand") if fits else None
    return None


class _Writer:
    """The sites of one file."""

    def __init__(self, path: str, package: Package, probes: list[Probe]) -> None:
        self._path, self._package, self._probes = path, package, probes
        self._lines: set[int] = set()

    def instrument(
        self, root: Node, spots: Sequence[_Spot], numbers: dict[str, int], reach: list[int]
    ) -> Iterable[Site]:
        """Guards first: of the same stretch, the probes stand around them."""
        stubs: dict[int, str] = {}
        marks: dict[int, list[int]] = {}
        for spot in spots:
            probe = self._probe(spot.node, "guard")
            held = tuple((numbers[m.id], m) for _, m in spot.mutants)
            for number, _ in held:
                reach[number - 1] = probe
            node = spot.node
            if spot.form == "stub":
                stubs[node.start_byte] = _stubbed(probe, held)
                marks[node.start_byte] = [n for n, _ in held]
            elif spot.form == "operand":
                yield from operand_form(node, held, probe, self._package) or ()
            else:
                wrap = _asked(probe) if spot.form == "condition" else _chosen(probe)
                yield Site(node.start_byte, node.end_byte, wrap, held)
        for node in walk(root):
            yield from self._probed(node, stubs, marks)

    def _probe(self, node: Node, kind: Literal["line", "true", "false", "guard"]) -> int:
        self._probes.append(Probe(self._path, node.start_point[0] + 1, kind))
        return len(self._probes) - 1

    def _probed(
        self, node: Node, stubs: dict[int, str], marks: dict[int, list[int]]
    ) -> Iterable[Site]:
        parent = node.parent
        if parent is None:
            return
        if (
            parent.type == "statement_list"
            and node.is_named
            and node.type not in ("comment", "empty_statement")
            and node.start_point[0] not in self._lines
        ):
            self._lines.add(node.start_point[0])
            line = f"__muX[{self._probe(node, 'line')}] = 1; "
            yield Site(node.start_byte, node.end_byte, _around(line, ""))
        if _is_asked(node) and node.type != "comment":
            yes, no = self._probe(node, "true"), self._probe(node, "false")
            yield Site(node.start_byte, node.end_byte, _around(f" __muC({yes}, {no}, bool(", "))"))
        above = parent.parent.type if parent.parent is not None else ""
        if node.type == "{" and parent.type == "block" and above in ("for_statement", *FUNCTIONS):
            at = node.start_byte
            after = f" __muF();{stubs.get(at, '')}"
            yield Site(at, at + 1, _around("", after, marks.get(at, ())))


def marked(pieces: list[Piece], numbers: Iterable[int]) -> list[Piece]:
    """Pieces between empty marks of the mutants that stand there together."""
    marks: list[Piece] = [("", n) for n in numbers]
    return [*marks, *pieces, *marks]


def _around(before: str, after: str, numbers: Sequence[int] = ()) -> Wrap:
    def wrap(original: list[Piece], variants: list[tuple[int, str]]) -> list[Piece]:
        return marked([(before, 0), *original, (after, 0)], numbers)

    return wrap


def _stubbed(probe: int, held: Sequence[tuple[int, Mutant]]) -> str:
    first = f"__muAt({probe}) && "
    parts = []
    for number, m in held:
        parts.append(f" if {first}__mu({number}) {{{m.after} }};")
        first = ""
    return "".join(parts)


def _asked(probe: int) -> Wrap:
    def wrap(original: list[Piece], variants: list[tuple[int, str]]) -> list[Piece]:
        pieces: list[Piece] = [(f"(__muAt({probe}) && (", 0)]
        for at, (number, text) in enumerate(variants):
            join = " || " if at else ""
            pieces += [(f"{join}__mu({number}) && (\n", 0), (text, number), (")", 0)]
        pieces += [(f") || __muNo({probe}) && (\n", 0), *original, ("))", 0)]
        return marked(pieces, [n for n, _ in variants])

    return wrap


def _chosen(probe: int) -> Wrap:
    def wrap(original: list[Piece], variants: list[tuple[int, str]]) -> list[Piece]:
        pieces: list[Piece] = []
        first = f"__muAt({probe}) && "
        for number, text in variants:
            pieces += [(f"if {first}__mu({number}) {{\n", 0), (text, number), (" } else ", 0)]
            first = ""
        pieces += [("{\n", 0), *original, (" }", 0)]
        return marked(pieces, [n for n, _ in variants])

    return wrap
