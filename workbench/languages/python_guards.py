"""Writes one Python file with guards, probes and fuel: the text of its schemata."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from workbench.languages.mutation import Mutant, Probe
from workbench.languages.python_mutants import Spot
from workbench.languages.python_shape import (
    Comprehension,
    Function,
    body_of,
    is_elif,
    is_left_alone,
)
from workbench.languages.python_source import parse
from workbench.languages.python_text import Text
from workbench.languages.schemata import Piece, Site, Wrap, render

ACTIVE, FUEL = "__mu_a__", "__mu_f__"
# A process that the code under test starts has no harness to set them, but its environment. There
# the canary ends it at the first place of all.
PROLOGUE = (
    "__import__('builtins').__dict__.setdefault('__mu_f__', int); "
    "__import__('builtins').__dict__.setdefault('__mu_a__', (lambda a, die: "
    "type('', (), dict.fromkeys(('__eq__', '__ne__', '__ge__'), die))() if a < 0 else a)"
    "(int(__import__('os').environ.get('WORKBENCH_ACTIVE', '0')), "
    "lambda *_: __import__('os')._exit(70)))"
)
_LAYS = (ast.Global, ast.Nonlocal)
_Numbered = tuple[Spot, tuple[tuple[int, Mutant], ...], int]
"""A spot, its mutants with their numbers, and its probe."""


class Numbering:
    """Gives out the numbers of mutants and of probes."""

    def __init__(self, total: int) -> None:
        self._total = total
        self.mutants: list[Mutant] = []
        self.probes: list[Probe] = []
        self.reach: list[int] = []

    def spot(self, path: str, spot: Spot) -> _Numbered:
        """Numbers one after the other, so that a guard need not ask for each."""
        probe = len(self.probes)
        self.probes.append(Probe(path, spot.mutants[0].line, "guard"))
        first = len(self.mutants) + 1
        self.mutants += spot.mutants
        self.reach += [probe] * len(spot.mutants)
        return spot, tuple(enumerate(spot.mutants, first)), probe

    def probe(self, probe: Probe) -> int:
        """What this probe is asked for as."""
        self.probes.append(probe)
        return self._total + len(self.probes)


def guarded(path: str, text: str, some: list[Spot], numbering: Numbering) -> str:
    numbered = [numbering.spot(path, spot) for spot in some]
    tree = parse(text, path)
    if isinstance(tree, str):
        raise SyntaxError(tree)
    layout = _Layout(path, Text(text), numbered, numbering)
    layout.module(tree)
    return render(text.encode(), layout.sites)[0]


def _either(numbered: Sequence[tuple[int, str]], original: list[Piece]) -> list[Piece]:
    """`((original) if nothing is active here else (mutant) ...)`"""
    low, high = numbered[0][0], numbered[-1][0]
    if low == high:
        return [("((", 0), *original, (f") if {ACTIVE} != {low} else ({numbered[0][1]}))", 0)]
    chain = "".join(f"({said}) if {ACTIVE} == {n} else " for n, said in numbered[:-1])
    tail = f") if not {low} <= {ACTIVE} <= {high} else {chain}({numbered[-1][1]}))"
    return [("((", 0), *original, (tail, 0)]


def _branches(indent: str) -> Wrap:
    """`if nothing is active here: statement`, and what stands for it otherwise."""

    def wrap(original: list[Piece], numbered: list[tuple[int, str]]) -> list[Piece]:
        low, high = numbered[0][0], numbered[-1][0]
        asked = f"{ACTIVE} != {low}" if low == high else f"not {low} <= {ACTIVE} <= {high}"
        head = f"if {asked}: "
        tail = "".join(f"\n{indent}elif {ACTIVE} == {n}: {said}" for n, said in numbered[:-1])
        tail += f"\n{indent}else: {numbered[-1][1]}"
        return [(head, 0), *original, (tail, 0)]

    return wrap


def _between(before: str, after: str = "") -> Wrap:
    return lambda original, _: [(before, 0), *original, (after, 0)]


class _Layout:
    """Collects the sites of one file, inner ones of the same stretch first."""

    def __init__(
        self, path: str, text: Text, numbered: list[_Numbered], numbering: Numbering
    ) -> None:
        self._path = path
        self._text = text
        self._numbering = numbering
        self._guards: dict[tuple[int, int], _Numbered] = {}
        self._entries: dict[int, _Numbered] = {}
        self.sites: list[Site] = []
        for spot, mutants, probe in numbered:
            if spot.kind == "expression":
                self.sites.append(Site(spot.start, spot.end, _swap, mutants))
            elif spot.kind == "statement":
                self._guards[spot.start, spot.end] = (spot, mutants, probe)
            else:
                self._entries[spot.start] = (spot, mutants, probe)

    def module(self, tree: ast.Module) -> None:
        """The whole file; what sets the builtins comes before its first statement that counts."""
        body = body_of(tree)
        future = [n for n in body if isinstance(n, ast.ImportFrom) and n.module == "__future__"]
        body = [n for n in body if n not in future]
        self._block(body, "", [PROLOGUE], probed=True)

    def _line(self, node: ast.AST, kind: str = "line") -> int:
        line = node.lineno  # type: ignore[attr-defined]
        return self._numbering.probe(Probe(self._path, line, kind))  # type: ignore[arg-type]

    def _block(self, body: list[ast.stmt], outer: str, first: list[str], *, probed: bool) -> None:
        """Statements that follow each other. Each begins a line of its own afterwards."""
        if not body:
            return
        start, _ = self._text.span(body[0])
        own = self._text.indent(start)
        indent = own if own is not None else outer + " "
        end = -1
        for place, node in enumerate(body):
            start, stop = self._text.span(node)
            before = list(first) if place == 0 else []
            if probed and not isinstance(node, _LAYS):
                before.append(f"{ACTIVE} == {self._line(node)}")
            self._inside(node, indent)
            if (start, stop) in self._guards:
                _, mutants, _ = self._guards[start, stop]
                self.sites.append(Site(start, stop, _branches(indent), mutants))
            if end >= 0 and self._text.indent(start) is None:
                self.sites.append(Site(end, start, lambda _o, _n, i=indent: [(f"\n{i}", 0)]))  # type: ignore[misc]
            lead = f"\n{indent}" if place == 0 and own is None else ""
            lead += "".join(f"{line}\n{indent}" for line in before)
            if lead:
                self.sites.append(Site(start, stop, _between(lead)))
            end = stop

    def _inside(self, node: ast.stmt, indent: str) -> None:
        """What a statement holds."""
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._each([*node.decorator_list, *node.args.defaults, *node.args.kw_defaults])
                self._function(node, indent)
            case ast.ClassDef():
                self._each([*node.decorator_list, *node.bases, *(k.value for k in node.keywords)])
                # A metaclass may look at every name its body asks for.
                asked = any(k.arg == "metaclass" for k in node.keywords)
                self._block(body_of(node), indent, [], probed=not asked)
            case ast.If():
                self._if(node, indent)
            case ast.While():
                self._condition(node.test)
                self._block(node.body, indent, [f"{FUEL}()"], probed=True)
                self._block(node.orelse, indent, [], probed=True)
            case ast.For() | ast.AsyncFor():
                self._each([node.target, node.iter])
                self._block(node.body, indent, [f"{FUEL}()"], probed=True)
                self._block(node.orelse, indent, [], probed=True)
            case ast.With() | ast.AsyncWith():
                for item in node.items:
                    self._each([item.context_expr, item.optional_vars])
                self._block(node.body, indent, [], probed=True)
            case ast.Try() | ast.TryStar():
                for handler in node.handlers:
                    self._each([handler.type])
                    self._block(handler.body, indent, [], probed=True)
                for body in (node.body, node.orelse, node.finalbody):
                    self._block(body, indent, [], probed=True)
            case ast.Match():
                self._each([node.subject])
                # The cases stand one deeper than the statement.
                for case in node.cases:
                    if case.guard is not None:
                        self._condition(case.guard)
                    at, _ = self._text.span(case.pattern)
                    self._block(case.body, self._line_indent(at), [], probed=True)
            case ast.AnnAssign():
                self._each([node.target, node.value])
            case _:
                for child in ast.iter_child_nodes(node):
                    self._expression(child)

    def _line_indent(self, offset: int) -> str:
        line = self._text.data[:offset].rpartition(b"\n")[2]
        return line[: len(line) - len(line.lstrip())].decode()

    def _if(self, node: ast.If, indent: str) -> None:
        alone = is_left_alone(node)
        if not alone:
            self._condition(node.test)
            self._block(node.body, indent, [], probed=True)
        other = node.orelse[0] if node.orelse else None
        if isinstance(other, ast.If) and is_elif(self._text, other):
            self._if(other, indent)
        else:
            self._block(node.orelse, indent, [], probed=True)

    def _function(self, node: Function, indent: str) -> None:
        body = body_of(node)
        if not body:
            return
        before = [f"{FUEL}()"]
        start, _ = self._text.span(body[0])
        if start in self._entries:
            _, ((number, mutant),), _ = self._entries[start]
            before.append(f"if {ACTIVE} == {number}: {mutant.after.strip().rstrip(';')}")
        self._block(body, indent, before, probed=True)

    # Expressions

    def _condition(self, test: ast.expr) -> None:
        """Both ways a condition can come out are probes. Only its truth counts where it stands."""
        self._expression(test)
        if not isinstance(test, ast.Constant):
            true, false = self._line(test, "true"), self._line(test, "false")
            after = f") and {ACTIVE} != {true} or {ACTIVE} == {false})"
            self._wrap(test, "((", after)

    def _wrap(self, node: ast.expr, before: str, after: str) -> None:
        self.sites.append(Site(*self._text.span(node), _between(before, after)))

    def _each(self, nodes: Sequence[ast.expr | None]) -> None:
        for node in nodes:
            if node is not None:
                self._expression(node)

    def _expression(self, node: ast.AST) -> None:
        match node:
            case ast.JoinedStr() | ast.FormattedValue():
                return  # before Python 3.12 what is inside has no place of its own
            case ast.IfExp():
                self._condition(node.test)
                self._each([node.body, node.orelse])
            case ast.Lambda():
                self._each([*node.args.defaults, *node.args.kw_defaults])
                self._expression(node.body)
                self._wrap(node.body, f"({FUEL}() or (", "))")
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                self._comprehension(node)
            case _:
                for child in ast.iter_child_nodes(node):
                    self._expression(child)

    def _comprehension(self, node: Comprehension) -> None:
        result = node.key if isinstance(node, ast.DictComp) else node.elt
        self._expression(result)
        if isinstance(node, ast.DictComp):
            self._expression(node.value)
        for place, loop in enumerate(node.generators):
            self._each([loop.target, loop.iter])
            for test in loop.ifs:
                self._condition(test)
            # What is evaluated first in each of the loop's turns burns the fuel.
            later = node.generators[place + 1 :]
            burns = loop.ifs[0] if loop.ifs else later[0].iter if later else result
            self._wrap(burns, f"({FUEL}() or (", "))")


def _swap(original: list[Piece], numbered: list[tuple[int, str]]) -> list[Piece]:
    return _either(numbered, original)
