"""Java schemata: every mutant of every file behind a guard, with probes and fuel.

    a < b          ->  (M.a(7) ? a <= b : M.a(8) ? a >= b : a < b)      expressions
    return x;      ->  if (M.a(9)) { return 0; } else return x;         statements
    { body }       ->  { if (M.a(10)) { return 0; } body }              stubs
    for (;; i++)   ->  for (;; M.v((M.a(11) ? i-- : i++)))              where only a call may stand
    byte b = 1     ->  byte b = (byte) (M.a(12) ? 2 : 1)                constants that are narrowed

No line moves, so that what the compiler says of a line holds for the original. Statements are
preferred to `?:` where both would do: `?:` unboxes, and asks for a common type.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from workbench.languages.java_mutants_flow import is_value_arm
from workbench.languages.java_probe_class import GUARD, HELPER_PATH, helper_source
from workbench.languages.java_probes import BLOCKS, LOOPS, Kind, after_brace, probe_sites
from workbench.languages.java_types import (
    Names,
    is_constant,
    narrowed,
    read_names,
)
from workbench.languages.mutation import Mutant, Probe, Schemata
from workbench.languages.schemata import Piece, Site, Wrap, render
from workbench.languages.syntax import Node, line_of, parse
from workbench.model.task import Solution

_BODIED = frozenset({"if_statement", *LOOPS})
_NUMBERS = ("_integer_literal", "ternary_expression")


@dataclass(frozen=True)
class _Form:
    """Which stretch stands behind the guards of a mutant, and how."""

    start: int
    end: int
    kind: str
    """`expression`, `call` (an expression that must remain a call), `statement`, `braced` (a
    statement where only a block may stand), `stub`, `handler`, or the type to narrow to."""


@dataclass
class _Out:
    """What grows while the files are gone through."""

    probes: list[Probe]
    sites: list[Site] = field(default_factory=list)

    def probe(self, path: str, node: Node, kind: Kind) -> int:
        self.probes.append(Probe(path, line_of(node), kind))
        return len(self.probes) - 1


def make_schemata(solution: Solution, mutants: Sequence[Mutant]) -> Schemata:
    """All of `mutants` in one program, with the helper class they ask."""
    trees: dict[str, Node] = {}
    for path, text in sorted(solution.files.items()):
        if path.endswith(".java"):
            tree = parse("java", text)
            if not tree.root_node.has_error:
                trees[path] = tree.root_node
    names = {path: read_names(root) for path, root in trees.items()}
    held: list[Mutant] = []
    forms: list[_Form] = []
    for mutant in mutants:
        root = trees.get(mutant.file)
        form = _form(root, mutant, names[mutant.file]) if root is not None else None
        if form is not None:
            held.append(mutant)
            forms.append(form)
    probes = [Probe(m.file, m.line, "guard") for m in held]
    out = _Out(probes)
    files = dict(solution.files)
    places: dict[str, tuple[tuple[int, int, int], ...]] = {}
    for path, root in trees.items():
        out.sites = []
        _guards(path, held, forms, out)
        out.sites += probe_sites(root, partial(out.probe, path))
        files[path], found = render(solution.files[path].encode(), out.sites)
        places[path] = tuple(found)
    files[HELPER_PATH] = helper_source(len(probes), threaded=threaded(solution.files))
    return Schemata(
        solution=solution.model_copy(update={"files": files}),
        mutants=tuple(held),
        probes=tuple(probes),
        reach=tuple(range(len(held))),
        places=places,
    )


_THREADS = ("Thread", "Executor", "parallel", "CompletableFuture", "ForkJoin", "synchronized",
            "java.util.concurrent", "volatile")  # fmt: skip


def threaded(files: Mapping[str, str]) -> bool:
    """Whether steps may be counted from many threads: then they must be counted without loss, or
    no two runs would agree."""
    return any(word in text for text in files.values() for word in _THREADS)


def _form(root: Node, mutant: Mutant, names: Names) -> _Form | None:
    node = root.descendant_for_byte_range(mutant.start, mutant.end)
    while node is not None and node.parent is not None and _spans(node.parent, mutant):
        node = node.parent
    if node is None or not _spans(node, mutant):
        return None
    parent = node.parent
    if parent is None:
        return None
    if node.type == "block" and parent.type == "method_declaration":
        return _at(node, "stub")
    if node.type == "block" and parent.type == "catch_clause":
        return _at(node, "handler")
    if node.type.endswith("_statement"):
        return _statement(node)
    if mutant.operator in ("return", "exception"):
        return _statement(parent)
    if not node.is_named or (mutant.operator == "call" and node.type == "identifier"):
        node = parent
    return _expression(node, names)


def _spans(node: Node, mutant: Mutant) -> bool:
    return node.start_byte == mutant.start and node.end_byte == mutant.end


def _at(node: Node, kind: str) -> _Form:
    return _Form(node.start_byte, node.end_byte, kind)


def _statement(node: Node) -> _Form | None:
    parent = node.parent
    if parent is None or (is_value_arm(node) and node.type == "expression_statement"):
        return None
    if parent.type in BLOCKS:
        return _at(node, "statement")
    if parent.type in _BODIED or parent.type in ("switch_rule", "labeled_statement"):
        return _at(node, "braced")
    return None


def _expression(node: Node, names: Names) -> _Form | None:
    parent = node.parent
    alone = parent is not None and parent.type == "expression_statement"
    if alone and parent is not None and not is_value_arm(parent):
        return _statement(parent)
    if node.type in ("update_expression", "assignment_expression"):
        called = parent is not None and parent.type in ("for_statement", "lambda_expression")
        return _at(node, "call" if called else "assignment")
    target = narrowed(node, names)
    if target is not None:
        return _at(target[0], target[1])
    # `c ? 'a' : 0` is a char because 0 is constant.
    top = node
    while top.parent is not None and is_constant(top) and node.type.endswith(_NUMBERS):
        above = top.parent
        if above.type == "ternary_expression" and above.child_by_field_name("condition") != top:
            node = above
        elif above.type not in ("parenthesized_expression", "unary_expression"):
            break
        top = above
    return _at(node, "expression")


def _guards(path: str, held: Sequence[Mutant], forms: Sequence[_Form], out: _Out) -> None:
    grouped: dict[_Form, list[tuple[int, Mutant]]] = defaultdict(list)
    for number, (mutant, form) in enumerate(zip(held, forms, strict=True), 1):
        if mutant.file == path:
            grouped[form].append((number, mutant))
    for form, group in grouped.items():
        out.sites.append(Site(form.start, form.end, _wrap(form.kind), tuple(group)))


def _wrap(kind: str) -> Wrap:
    match kind:
        case "expression":
            return _ternary("", "")
        case "assignment":
            return _parted(_ternary("", ""))
        case "call":
            return _parted(_ternary(f"{GUARD}.v(", ")"))
        case "statement":
            return _either("", "")
        case "braced":
            return _either("{ ", " }")
        case "stub":
            return _stub
        case "handler":
            return _handler
    return _ternary(f"({kind}) ", "")


def _ternary(before: str, after: str) -> Wrap:
    def wrap(original: list[Piece], variants: list[tuple[int, str]]) -> list[Piece]:
        pieces: list[Piece] = [(f"{before}(", 0)]
        for number, text in variants:
            pieces += [(f"{GUARD}.a({number}) ? ", 0), (_flat(text), number), (" : ", 0)]
        return [*pieces, *original, (f"){after}", 0)]

    return wrap


def _parted(wrap: Wrap) -> Wrap:
    """`a ? b : c += 1` would assign to all of it."""
    return lambda original, variants: wrap([("(", 0), *original, (")", 0)], variants)


def _either(before: str, after: str) -> Wrap:
    def wrap(original: list[Piece], variants: list[tuple[int, str]]) -> list[Piece]:
        pieces: list[Piece] = [(before, 0)]
        for number, text in variants:
            pieces += [(f"if ({GUARD}.a({number})) {{ ", 0), (_flat(text), number), (" } else ", 0)]
        return [*pieces, *original, (after, 0)]

    return wrap


def _stub(original: list[Piece], variants: list[tuple[int, str]]) -> list[Piece]:
    guards: list[Piece] = []
    for number, text in variants:
        inner = text.strip()[1:-1].strip() or "return;"
        guards += [(f"if ({GUARD}.a({number})) {{ ", 0), (_flat(inner), number), (" } ", 0)]
    return after_brace(original, guards)


def _handler(original: list[Piece], variants: list[tuple[int, str]]) -> list[Piece]:
    number = variants[0][0]
    opened = after_brace(original, [(f" if (!{GUARD}.a({number})) {{ ", number)])
    return [*opened, (" }", 0)]


def _flat(text: str) -> str:
    """Without line breaks, so that no line of the original moves; text blocks and line comments
    cannot lose theirs, and lines move."""
    return text if '"""' in text or "//" in text else text.replace("\r", " ").replace("\n", " ")
