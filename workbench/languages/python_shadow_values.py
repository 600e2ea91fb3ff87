"""Expected values in Python sources: which can be perturbed where they stand, and how."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from workbench.languages.python_shadow_literals import (
    MAKERS,
    hollow,
    is_truth,
    leaves,
    number,
    plain,
    tolerance_of,
    values,
)
from workbench.languages.python_source import dotted
from workbench.languages.shadow_edits import Edits
from workbench.languages.shadow_values import (
    Dice,
    flip_some,
    other_decimal,
    other_float,
    other_int,
    other_text,
    other_word,
    strange_int,
    strange_text,
)

_STRING = re.compile(rb"""([rRbBuU]*)('''|\"\"\"|'|")""")
_SKIPPED = re.compile(rb"(?:\s|\\\r?\n|#[^\n]*|[()])+")
_ERRORS = (
    "FloatingPointError", "ReferenceError", "StopAsyncIteration", "BytesWarning", "UnicodeWarning",
    "ImportWarning",
)  # fmt: skip
# Where these come through, a framework or a script ends and later tests say nothing.
_ENDING = {"KeyboardInterrupt", "BaseException", "GeneratorExit", "Exit"}
_WARNINGS = ("BytesWarning", "UnicodeWarning", "ImportWarning")


class Values:
    """Perturbs the values of one file. Every method edits and says whether what now stands there
    is certain to differ; one that says no has edited nothing."""

    def __init__(
        self, text: str, edits: Edits, seed: int, path: str, known: str, *, script: bool
    ) -> None:
        self.edits = edits
        self._seed, self._path = seed, path
        self._script = script
        self.strong = 0
        """How many changes give another value, not just the opposite of a truth."""
        self._known = known  # all of the suite's text: exceptions named there are not chosen
        self._starts = [0]
        for line in edits.data.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))
        self._text = text

    def dice(self, node: ast.AST, *more: object) -> Dice:
        """The draws of a node's place."""
        return Dice(self._seed, self._path, *self.span(node), *more)

    def span(self, node: ast.AST) -> tuple[int, int]:
        """First byte and the byte behind the last."""
        line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        end, last = getattr(node, "end_lineno", line), getattr(node, "end_col_offset", column)
        return self._starts[line - 1] + column, self._starts[end - 1] + last

    def touched(self, node: ast.AST) -> bool:
        """Whether something of it has been changed already."""
        return self.edits.covers(*self.span(node))

    # --- whole values ------------------------------------------------------------------------

    def can(self, node: ast.expr) -> bool:
        """Whether `perturb` has something to hold on to: a literal, or a container or maker with
        one inside."""
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            return not node.elts or any(self.can(e) for e in node.elts)
        if isinstance(node, ast.Dict):
            if any(key is None for key in node.keys):
                return False  # what is spread into it may bring the same keys
            return not node.values or any(self.can(v) for v in node.values)
        if isinstance(node, ast.Call) and dotted(node.func).rsplit(".", 1)[-1] in MAKERS:
            if node.args:
                return self.can(node.args[0])
            return bool(node.keywords) and any(self.can(k.value) for k in node.keywords)
        return isinstance(number(node), ast.Constant)

    def perturb(
        self, node: ast.expr, tolerance: float | None = 0.0, avoid: Iterable[ast.expr] = ()
    ) -> bool:
        """A value of the same kind that equals the old one in no way: `tolerance` None stands
        for a tolerance the source does not tell. `avoid`: other values that must not be met."""
        if self.touched(node) or not self.can(node):
            return False
        found = [leaf for leaf in leaves(node) if self.can(leaf)]
        if not found:
            return self._fill(hollow(node))
        met = {v for e in (node, *avoid) for v in values(e)}
        truths = [leaf for leaf in found if is_truth(leaf)]
        flipped = flip_some(self.dice(node, "truths"), [bool(plain(leaf).value) for leaf in truths])
        for leaf, value in zip(truths, flipped, strict=True):
            if value != plain(leaf).value:
                self._write(leaf, str(value))
        near = tolerance_of(node)
        for leaf in found:
            if leaf not in truths:
                known = near is not None and tolerance is not None
                self._leaf(leaf, met, max(near or 0.0, tolerance or 0.0) if known else None)
        return True

    def wrap(self, node: ast.expr, kind: str = "") -> bool:
        """A computed value becomes a part of something it cannot equal; of the `kind` (list,
        tuple, set, dict, str) that an assertion insists on before it compares."""
        if self.touched(node):
            return False
        self.strong += 1
        before, after = _wrapping(self.dice(node), kind)
        self.edits.around(*self.span(node), before, after)
        return True

    def strange(self, node: ast.expr) -> bool:
        """A literal that is not *among* or *within* whatever honest code gives."""
        if self.touched(node):
            return False
        plain = number(node)
        if not isinstance(plain, ast.Constant):
            return False
        self.strong += 1
        if isinstance(plain.value, str | bytes):
            return self._string(plain, lambda dice, raw: strange_text(dice, raw))
        if isinstance(plain.value, int) and not isinstance(plain.value, bool):
            self._write(plain, str(strange_int(self.dice(plain))))
            return True
        return False

    def pattern(self, node: ast.expr) -> bool:
        """A regular expression that nothing matches."""
        if self.touched(node):
            return False
        self.strong += 1
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            start, end = self.span(node)
            self.edits.around(start, end, "(", f') + "{other_word(self.dice(node))}"')
            return True
        if re.fullmatch(r"[\w ,:;'!-]{4,}", node.value):
            return self._string(node, lambda dice, raw: strange_text(dice, raw))
        begin, rest = ("(?:", ")") if "|" in node.value else ("", "")
        parts = list(self._parts(node))
        word = other_word(self.dice(node))
        self.edits.insert(parts[0][0], begin)
        self.edits.insert(parts[-1][1], rest + word)
        return True

    def exception(self, node: ast.expr, warnings: bool = False) -> bool:
        """An exception that is not raised: neither the one named nor one related to it."""
        if self.touched(node) or self._ends(node):
            return False
        if isinstance(node, ast.Tuple) and node.elts:
            done = [self.exception(e, warnings) for e in node.elts]
            return all(done)
        self.strong += 1
        names = [n for n in (_WARNINGS if warnings else _ERRORS) if n not in self._known]
        self.edits.replace(*self.span(node), self.dice(node).pick(names or ["MemoryError"]))
        return True

    def _ends(self, node: ast.expr) -> bool:
        named = {dotted(n).rsplit(".", 1)[-1] for n in ast.walk(node) if isinstance(n, ast.expr)}
        return bool(named & (_ENDING | ({"SystemExit"} if self._script else set())))

    # --- parts -----------------------------------------------------------------------------

    def _fill(self, node: ast.expr) -> bool:
        """An empty container gets something in."""
        self.strong += 1
        value = str(self.dice(node).between(2, 97))
        start, end = self.span(node)
        if b"#" in self.edits.data[start:end]:
            return False
        if isinstance(node, ast.Dict):
            value = f'"{other_word(self.dice(node), 3)}": {value}'
        elif isinstance(node, ast.Tuple):
            value += ","
        self.edits.insert(end - 1, value)
        return True

    def _leaf(self, leaf: ast.expr, met: set[object], tolerance: float | None) -> None:
        self.strong += 1
        node = plain(leaf)
        dice, value = self.dice(node), node.value
        if isinstance(value, str | bytes):
            others = {v for v in met if isinstance(v, str)}
            self._string(node, lambda dice, raw: other_text(dice, raw, others))
        elif isinstance(value, int):
            if tolerance is None or tolerance > 0:
                far = value * 1000 + 1000 if tolerance is None else tolerance
                self._write(node, str(int(other_float(dice, float(value), far))))
            else:
                size = {abs(v) for v in met if isinstance(v, int | float)}
                self._write(node, str(other_int(dice, value, size)))
        elif isinstance(value, float):
            source = self._source(node)
            far = abs(value) * 1000 + 1000 if tolerance is None else tolerance
            self._write(node, other_decimal(dice, source, far))
        elif isinstance(value, complex):
            self._write(node, f"{other_float(dice, value.imag)!r}j")
        else:  # None, ...
            size = {abs(v) for v in met if isinstance(v, int | float)}
            self._write(leaf, str(other_int(dice, dice.between(2, 40), size)))

    def _source(self, node: ast.AST) -> str:
        start, end = self.span(node)
        return self.edits.data[start:end].decode()

    def _write(self, node: ast.AST, new: str) -> None:
        self.edits.replace(*self.span(node), new)

    def _string(self, node: ast.Constant, change: object) -> bool:
        """Applies `change(dice, inside)` to one of the pieces of a string literal."""
        assert callable(change)
        parts = list(self._parts(node))
        data = self.edits.data
        chosen = next((p for p in parts if re.search(rb"[A-Za-z0-9]", data[p[0] : p[1]])), None)
        start, end = chosen or parts[-1]
        new = change(self.dice(node), data[start:end].decode("utf-8", "surrogatepass"))
        self.edits.replace(start, end, new)
        return True

    def _parts(self, node: ast.Constant) -> Iterator[tuple[int, int]]:
        """Where the insides of the pieces of a string literal stand: `"a" 'b'` has two."""
        data = self.edits.data
        at, end = self.span(node)
        while at < end:
            if skipped := _SKIPPED.match(data, at, end):
                at = skipped.end()
                continue
            opening = _STRING.match(data, at, end)
            if opening is None:
                return
            quote = opening[2]
            close = re.compile(rb"(?:\\.|(?!" + quote + rb").)*", re.DOTALL)
            inside = close.match(data, opening.end(), end)
            stop = inside.end() if inside else end
            yield opening.end(), stop
            at = stop + len(quote)


def _wrapping(dice: Dice, kind: str) -> tuple[str, str]:
    number = dice.between(2, 97)
    if kind == "str":
        return "(", f') + "{other_word(dice)}"'
    if kind == "set":
        return "{*(", f"), {strange_int(dice)}}}"
    if kind == "dict":
        return f"{{{number}: ", "}"
    if kind:
        return ("[", f", {number}]") if kind == "list" else ("(", f", {number})")
    return dice.pick((("(", f", {number})"), ("[", f", {number}]"), (f"({number}, ", ")")))
