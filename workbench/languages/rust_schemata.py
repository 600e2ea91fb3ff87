"""One Rust program that holds all its mutants: guards, probes and fuel, written into the source.

    a < b   ->   (match M::on(3) { ..=6 | 8.. => a < b, _ => a <= b })

`M` is a module at the end of the file (`rust_helper`). The original comes first, so that what does
not fit its type is the mutant. `on` marks its probe and says which mutant is active.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workbench.languages import rust_helper
from workbench.languages.mutation import Mutant, Probe, Schemata
from workbench.languages.rust_code import (
    Code,
    constant_functions,
    constant_names,
    depth_of,
    read_code,
)
from workbench.languages.rust_edits import holds_let
from workbench.languages.rust_fuel import braced, first_in, fuel_of
from workbench.languages.rust_manifest import read_manifest
from workbench.languages.rust_sites import Stand, Stands, statements
from workbench.languages.rust_source import macro_names, read_crate
from workbench.languages.schemata import Piece, Site, render
from workbench.languages.syntax import Node, line_of
from workbench.model.task import Solution


def read_all(
    solution: Solution, others: Mapping[str, str], constant: frozenset[str] = frozenset()
) -> dict[str, Code]:
    """The solution's Rust files. `others` are files of the suite, which may need a constant too;
    `constant` are functions that stay constant in any case."""
    sources = {p: t for p, t in solution.files.items() if p.endswith(".rs")}
    constants = constant | constant_names({**sources, **others})
    macros = frozenset(name for text in sources.values() for name in macro_names(text))
    return {path: read_code(text, constants, macros) for path, text in sources.items()}


def roots_of(solution: Solution) -> list[str]:
    """Files that a crate of this solution may start with, the likeliest first."""
    manifest = read_manifest(solution.files)
    found = [p for p in (manifest.lib, manifest.main, "lib.rs", "main.rs") if p in solution.files]
    sources = [p for p in solution.files if p.endswith(".rs")]
    return found or (sources if len(sources) == 1 else [])


def schemata_of(solution: Solution, mutants: Sequence[Mutant]) -> Schemata:
    """All of `mutants` that can stand behind a guard."""
    # A suite's constants may call what no mutant is in; the suite is not at hand here.
    mutated = {mutant.function.rsplit("::", 1)[-1] for mutant in mutants}
    sources = [t for p, t in solution.files.items() if p.endswith(".rs")]
    codes = read_all(solution, {}, frozenset().union(*map(constant_functions, sources)) - mutated)
    stands = {path: Stands(code) for path, code in codes.items()}
    placed: list[tuple[Mutant, Stand]] = []
    for mutant in mutants:
        stand = stands[mutant.file].of(mutant) if mutant.file in stands else None
        if stand is not None:
            placed.append((mutant, stand))
    roots = roots_of(solution)
    files = sorted({mutant.file for mutant, _ in placed} | _reached(solution, roots))
    draft = _Draft()
    texts: dict[str, tuple[str, list[tuple[int, int, int]]]] = {}
    for path in files:
        numbered = [(n, m, s) for n, (m, s) in enumerate(placed, 1) if m.file == path]
        sites = _Writer(path, codes[path], draft).sites(numbered)
        texts[path] = render(codes[path].source, sites)
    changed, places = dict(solution.files), {}
    for path in {*files, *roots}:
        text, found = texts.get(path, (codes[path].source.decode(), []))
        random = path == next(iter(roots), "")
        changed[path], places[path] = _finished(text, found, draft, path in texts or random, random)
    reach = tuple(draft.reach[n] for n in range(1, len(placed) + 1))
    return Schemata(
        solution=solution.model_copy(update={"files": changed}),
        mutants=tuple(mutant for mutant, _ in placed),
        probes=tuple(draft.probes),
        reach=reach,
        places={path: tuple(found) for path, found in places.items()},
    )


def _reached(solution: Solution, roots: Sequence[str]) -> frozenset[str]:
    """Files of the crates: those without mutants have lines to cover too."""
    features = read_manifest(solution.files).features
    crates = (read_crate(root, solution.files, features).files for root in roots)
    return frozenset[str]().union(*crates)


@dataclass
class _Draft:
    """What all files share: numbers of probes, and which one tells that a mutant is reached."""

    probes: list[Probe] = field(default_factory=list)
    reach: dict[int, int] = field(default_factory=dict)
    guarded: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def probe(self, path: str, node_line: int, kind: str) -> int:
        self.probes.append(Probe(path, node_line, kind))  # type: ignore[arg-type]
        return len(self.probes) - 1


def _finished(
    text: str, found: list[tuple[int, int, int]], draft: _Draft, helper: bool, random: bool
) -> tuple[str, list[tuple[int, int, int]]]:
    """The file with what it needs around it, no line moved, and its places."""
    head = text[: text.index("\n")] if re.match(r"#![^\[]", text) and "\n" in text else ""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    before = len((head or mark).encode()) + (1 if head else 0)
    text = text.encode()[before:].decode()
    start = (head + "\n" if head else mark) + rust_helper.ALLOW + " "
    shift = len(start.encode()) - before
    end = "\n" + rust_helper.module(len(draft.probes), random=random) + "\n" if helper else ""
    return start + text + end, _extents([(a + shift, b + shift, n) for a, b, n in found], draft)


def _extents(found: list[tuple[int, int, int]], draft: _Draft) -> list[tuple[int, int, int]]:
    """Mutants' own places, and the whole guard of each: a guard's first and last piece bear the
    negative number of its probe."""
    places = [p for p in found if p[2] > 0]
    around: dict[int, tuple[int, int]] = {}
    for start, end, number in found:
        if number < 0:
            first = around.get(-number, (start, end))[0]
            around[-number] = (first, end)
    for mark, (start, end) in around.items():
        places += [(start, end, number) for number in draft.guarded.get(mark - 1, ())]
    return sorted(places)


class _Writer:
    """The sites of one file."""

    def __init__(self, path: str, code: Code, draft: _Draft) -> None:
        self.path, self.code, self.draft = path, code, draft
        self.found: list[Site] = []
        self._depths: list[tuple[int, int, int]] = [
            (n.start_byte, n.end_byte, depth_of(n, code) + 1)
            for n in code.nodes() if n.type == "mod_item"
        ]  # fmt: skip

    def sites(self, numbered: Sequence[tuple[int, Mutant, Stand]]) -> list[Site]:
        """Guards innermost, then probes, then fuel."""
        together: dict[Stand, list[tuple[int, Mutant]]] = {}
        for number, mutant, stand in numbered:
            together.setdefault(stand, []).append((number, mutant))
        for stand, held in together.items():
            self._guard(stand, held)
        for node in statements(self.code):
            self._before(node)
        for node in self.code.nodes():
            self._structure(node)
        return self.found

    def name(self, at: int) -> str:
        depth = max((d for start, end, d in self._depths if start <= at < end), default=0)
        return f"{'super::' * depth or 'self::'}{rust_helper.NAME}"

    def _line(self, at: int) -> int:
        return self.code.source.count(b"\n", 0, at) + 1

    def _guard(self, stand: Stand, held: list[tuple[int, Mutant]]) -> None:
        probe = self.draft.probe(self.path, self._line(stand.start), "guard")
        numbers = tuple(number for number, _ in held)
        self.draft.guarded[probe] = numbers
        self.draft.reach.update(dict.fromkeys(numbers, probe))
        plain = self.code.source[stand.start : stand.end].decode()
        asked = f"{self.name(stand.start)}::on({probe})"
        wrap = _Guard(asked, -(probe + 1), self.name(stand.start), tuple(held),
                      stand.form, plain)  # fmt: skip
        edits = tuple(held) if stand.form in ("value", "statement") else ()
        self.found.append(Site(stand.start, stand.end, wrap, edits))

    def _before(self, node: Node) -> None:
        probe = self.draft.probe(self.path, line_of(node), "line")
        said = f"{self.name(node.start_byte)}::hit({probe}); "
        self.found.append(Site(node.start_byte, node.end_byte, lambda o, _: [(said, 0), *o]))

    def _structure(self, node: Node) -> None:
        self.found.extend(fuel_of(node, f"{self.name(node.start_byte)}::fuel()"))
        value = node.child_by_field_name("value")
        if node.type == "match_arm" and value is not None and value.type != "block":
            probe = self.draft.probe(self.path, line_of(value), "line")
            self._braced(value, f"hit({probe})")
        if node.type in ("if_expression", "while_expression"):
            self._branches(node)

    def _branches(self, node: Node) -> None:
        held = node.child_by_field_name("condition")
        then = node.child_by_field_name("consequence") or node.child_by_field_name("body")
        if held is None or then is None:
            return
        name, line = self.name(held.start_byte), line_of(held)
        if not holds_let(held):
            yes, no = (self.draft.probe(self.path, line, kind) for kind in ("true", "false"))
            tail = f", {yes}, {no})"
            self.found.append(
                Site(held.start_byte, held.end_byte,
                     lambda o, _: [(f"{name}::branch(", 0), *o, (tail, 0)])
            )  # fmt: skip
            return
        self._first(then, f"hit({self.draft.probe(self.path, line, 'true')})")
        if node.type == "while_expression":
            return
        other = node.child_by_field_name("alternative")
        no = self.draft.probe(self.path, line, "false")
        if other is None:
            tail = f" else {{ {name}::hit({no}); }}"
            self.found.append(Site(then.start_byte, then.end_byte, lambda o, _: [*o, (tail, 0)]))
        elif other.named_children[-1].type == "block":
            self._first(other.named_children[-1], f"hit({no})")
        else:
            self._braced(other.named_children[-1], f"hit({no})")

    def _first(self, block: Node, said: str) -> None:
        self.found.append(first_in(block, f"{self.name(block.start_byte)}::{said}"))

    def _braced(self, node: Node, said: str) -> None:
        self.found.append(braced(node, f"{self.name(node.start_byte)}::{said}"))


@dataclass(frozen=True)
class _Guard:
    """The guarded form of one place."""

    asked: str
    mark: int
    name: str
    held: tuple[tuple[int, Mutant], ...]
    form: str
    plain: str

    def __call__(self, original: list[Piece], variants: list[tuple[int, str]]) -> list[Piece]:
        numbers = [number for number, _ in self.held]
        match self.form:
            case "body":
                return self._body(original)
            case "arm":
                tests = " && ".join(f"{self.asked} != {n}" for n in numbers[:1])
                return [*original, (f" if {tests}", self.mark)]
            case "bound":
                return self._match(
                    original, [(n, f"{self.name}::next({self.plain})") for n in numbers]
                )
            case "shortened":
                cut = f"{{ let mut r = {self.plain}; r.next_back(); r }}"
                return self._match(original, [(n, cut) for n in numbers])
            case "statement":
                emptied = [(n, "{}" if text == ";" else f"{{ {text} }}") for n, text in variants]
                return self._match([("{ ", 0), *original, (" }", 0)], emptied, bare=True)
        return self._match(original, variants)

    def _match(
        self, original: list[Piece], variants: list[tuple[int, str]], *, bare: bool = False
    ) -> list[Piece]:
        opening = f"match {self.asked} {{ {_others([n for n, _ in variants])} => "
        pieces: list[Piece] = [(opening if bare else "(" + opening, self.mark), *original]
        for at, (number, text) in enumerate(variants):
            pattern = "_" if at == len(variants) - 1 else str(number)
            pieces += [(f", {pattern} => ", 0), (text, number)]
        return [*pieces, (" }" if bare else " })", self.mark)]

    def _body(self, original: list[Piece]) -> list[Piece]:
        first, *rest = [piece for piece in original if piece[0]]
        pieces: list[Piece] = [(f"{{ match {self.asked} {{ ", self.mark)]
        for number, mutant in self.held:
            value = mutant.after.strip()[1:-1].strip()
            pieces += [(f"{number} => return", 0), (f" {value}", number), (", ", 0)]
        return [*pieces, ("_ => {} } ", self.mark), (first[0][1:], first[1]), *rest]


def _others(numbers: Sequence[int]) -> str:
    """A pattern of every number but these."""
    parts, low = [], ""
    for number in sorted(numbers):
        if not low or int(low) <= number - 1:
            parts.append(f"{low}..={number - 1}")
        low = str(number + 1)
    return " | ".join((*parts, f"{low}.."))
