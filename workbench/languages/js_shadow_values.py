"""Expected values in JavaScript and TypeScript sources: which can be perturbed where they stand,
and how."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from workbench.languages.js_source import arguments
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
from workbench.languages.syntax import Node, children, text_of, walk

# Around a value without changing it.
_SHELLS = {
    "parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression",
    "type_assertion",
}  # fmt: skip
# Constructors and functions whose value differs when their first argument does.
_MAKERS = {
    "Set", "Map", "Array.of", "JSON.stringify", "BigInt", "String", "Number", "Object.freeze",
    "Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "Buffer.from",
    "Uint8Array", "Uint16Array", "Uint32Array", "Int8Array", "Int16Array", "Int32Array",
    "Float32Array", "Float64Array", "Uint8ClampedArray",
}  # fmt: skip
# Methods of a literal whose value differs when the literal does.
_METHODS = {"join", "sort", "reverse", "flat", "toString", "toLowerCase", "toUpperCase", "split"}
_SCALARS = {"number", "string", "true", "false", "null", "undefined", "regex"}
_TRUTHS = {"true": True, "false": False}
_ERRORS = ("EvalError", "URIError")


def bare(node: Node) -> Node:
    """The value below parentheses and types; of `(a, b)` the last."""
    while True:
        if node.type in _SHELLS and node.named_children:
            inside = [c for c in node.named_children if c.type != "comment"]
            node = inside[-1] if node.type == "type_assertion" else inside[0]
        elif node.type == "sequence_expression":
            node = node.named_children[-1]
        else:
            return node


class Values:
    """Perturbs the values of one file. Every method edits and says whether what now stands there
    is certain to differ; one that says no has edited nothing."""

    def __init__(self, edits: Edits, seed: int, path: str, known: str) -> None:
        self.edits = edits
        self._seed, self._path = seed, path
        self.strong = 0
        """How many changes give another value, not just the opposite of a truth."""
        self._error = next((e for e in _ERRORS if e not in known), "AggregateError")

    def dice(self, node: Node, *more: object) -> Dice:
        """The draws of a node's place."""
        return Dice(self._seed, self._path, node.start_byte, node.end_byte, *more)

    def touched(self, node: Node) -> bool:
        """Whether something of it has been changed already."""
        return self.edits.covers(node.start_byte, node.end_byte)

    # --- whole values ------------------------------------------------------------------------

    def can(self, node: Node) -> bool:
        """Whether `perturb` has something to hold on to."""
        node = bare(node)
        if node.type == "array":
            elements = children(node)
            return not elements or any(self.can(e) for e in elements)
        if node.type == "object":
            if children(node, "spread_element"):
                return False  # what is spread into it may bring the same keys
            pairs = _pair_values(node)
            return not children(node) or any(self.can(v) for v in pairs)
        made = _made_of(node)
        if made is not None:
            return self.can(made)
        if node.type == "template_string":
            return not children(node, "template_substitution") or _fixed_part(node) is not None
        return _plain(node).type in _SCALARS

    def perturb(
        self, node: Node, tolerance: float | None = 0.0, avoid: Iterable[Node] = ()
    ) -> bool:
        """A value of the same kind that equals the old one in no way; `tolerance` None stands for
        one the source does not tell. `avoid`: other values that must not be met."""
        if self.touched(node) or not self.can(node):
            return False
        leaves = [leaf for leaf in _leaves(node) if self.can(leaf)]
        if not leaves:
            return self._fill(_hollow(bare(node)))
        texts = {text_of(n).strip("'\"`") for a in (node, *avoid) for n in walk(a)}
        truths = [leaf for leaf in leaves if leaf.type in _TRUTHS]
        flipped = flip_some(self.dice(node, "truths"), [_TRUTHS[n.type] for n in truths])
        for leaf, value in zip(truths, flipped, strict=True):
            if value is not _TRUTHS[leaf.type]:
                self._write(leaf, str(value).lower())
        for leaf in leaves:
            if leaf.type not in _TRUTHS:
                self._leaf(leaf, texts, tolerance)
        return True

    def wrap(self, node: Node) -> bool:
        """A computed value becomes a part of something it cannot equal."""
        if self.touched(node) or node.type == "spread_element":
            return False
        self.strong += 1
        number = self.dice(node).between(2, 97)
        before, after = self.dice(node).pick((("[", f", {number}]"), (f"[{number}, ", "]")))
        self.edits.around(node.start_byte, node.end_byte, before, after)
        return True

    def strange(self, node: Node) -> bool:
        """A literal that is not *among* or *within* whatever honest code gives."""
        node = bare(node)
        if self.touched(node):
            return False
        holes = children(node, "template_substitution")
        self.strong += 1
        if node.type in ("string", "template_string") and not holes:
            start, end = _inside(node)
            self._rewrite(node, start, end, strange_text)
            return True
        if _plain(node).type == "number":
            self._write(_plain(node), str(strange_int(self.dice(node))))
            return True
        return False

    def pattern(self, node: Node) -> bool:
        """A regular expression that nothing matches."""
        if self.touched(node) or node.type != "regex":
            return False
        pattern = node.child_by_field_name("pattern")
        if pattern is None:
            return False
        self.strong += 1
        word = other_word(self.dice(node))
        if "|" in text_of(pattern):
            self.edits.around(pattern.start_byte, pattern.end_byte, "(?:", ")" + word)
        else:
            self.edits.insert(pattern.end_byte, word)
        return True

    def error(self, node: Node) -> str:
        """The name of an error class that nothing honest throws."""
        self.strong += 1
        return self._error

    # --- parts -----------------------------------------------------------------------------

    def _fill(self, node: Node) -> bool:
        self.strong += 1
        value = str(self.dice(node).between(2, 97))
        if node.type == "object":
            value = f"{other_word(self.dice(node), 3)}: {value}"
        self.edits.insert(node.end_byte - 1, value)
        return True

    def _leaf(self, leaf: Node, met: set[str], tolerance: float | None) -> None:
        self.strong += 1
        node = _plain(leaf)
        dice, source = self.dice(node), text_of(node)
        if node.type in ("string", "template_string"):
            start, end = _fixed_part(node) or _inside(node)
            if children(node, "template_substitution"):
                self._rewrite(node, start, end, _same_length)
            else:
                self._rewrite(node, start, end, lambda d, raw: other_text(d, raw, met))
        elif node.type == "number":
            self._write(node, _other_number(dice, source, met, tolerance))
        elif node.type == "regex":
            self.pattern(node)
        else:  # null, undefined
            self._write(leaf, str(other_int(dice, dice.between(2, 40), met)))

    def _write(self, node: Node, new: str) -> None:
        self.edits.replace(node.start_byte, node.end_byte, new)

    def _rewrite(self, node: Node, start: int, end: int, change: object) -> None:
        assert callable(change)
        raw = self.edits.data[start:end].decode("utf-8", "surrogatepass")
        self.edits.replace(start, end, change(self.dice(node), raw))


def _other_number(dice: Dice, source: str, met: set[str], tolerance: float | None) -> str:
    digits = source.replace("_", "")
    big = "n" if digits.endswith("n") else ""
    digits = digits.removesuffix("n")
    whole: int | None = None
    try:
        whole = int(digits, 0)
    except ValueError:
        if re.fullmatch(r"\d+(?:\.0*)?", digits):
            whole = int(digits.split(".")[0])
    if whole is not None and not tolerance and tolerance is not None:
        return f"{other_int(dice, whole, met)}{big}"
    value = float(whole) if whole is not None else float(digits)
    far = abs(value) * 1000 + 1000 if tolerance is None else tolerance
    if whole is not None:
        return f"{int(other_float(dice, value, far))}{big}"
    return other_decimal(dice, digits, far)


def _same_length(dice: Dice, raw: str) -> str:
    """Beside holes any change of length could be made up for by what fills them."""
    changed = other_text(dice, raw)
    return changed if len(changed) == len(raw) else strange_text(dice, raw)


def _plain(node: Node) -> Node:
    """The number below signs; anything else as it is, without parentheses and types."""
    node = bare(node)
    while node.type == "unary_expression" and text_of(node.child_by_field_name("operator")) in "-+":
        inside = node.child_by_field_name("argument")
        if inside is None or bare(inside).type not in ("number", "unary_expression"):
            break
        node = bare(inside)
    return node


def _made_of(node: Node) -> Node | None:
    """What the value of a maker follows from: the array of `new Set([1])`, of `[1].join('')`."""
    given = arguments(node)
    if node.type == "new_expression":
        name = text_of(node.child_by_field_name("constructor"))
        return given[0] if name in _MAKERS and given else None
    if node.type != "call_expression":
        return None
    callee = node.child_by_field_name("function")
    if callee is None:
        return None
    if text_of(callee) in _MAKERS:
        return given[0] if given else None
    holder = callee.child_by_field_name("object")
    method = text_of(callee.child_by_field_name("property"))
    return holder if holder is not None and method in _METHODS else None


def _pair_values(node: Node) -> list[Node]:
    values = (pair.child_by_field_name("value") for pair in children(node, "pair"))
    return [v for v in values if v is not None]


def _leaves(node: Node) -> Iterator[Node]:
    node = bare(node)
    if node.type == "array":
        for element in children(node):
            yield from _leaves(element)
    elif node.type == "object":
        for value in _pair_values(node):
            yield from _leaves(value)
    elif (made := _made_of(node)) is not None:
        yield from _leaves(made)
    elif node.type == "template_string" or _plain(node).type in _SCALARS:
        yield node


def _hollow(node: Node) -> Node:
    """The first empty container in one that holds nothing else."""
    made = _made_of(node)
    if made is not None:
        return _hollow(bare(made))
    inside = children(node) if node.type == "array" else _pair_values(node)
    for element in map(bare, inside):
        if element.type in ("array", "object") or _made_of(element) is not None:
            return _hollow(element)
    return node


def _inside(node: Node) -> tuple[int, int]:
    return node.start_byte + 1, node.end_byte - 1


def _fixed_part(node: Node) -> tuple[int, int] | None:
    """The first piece of a template between its holes that has a letter or digit."""
    if node.type != "template_string" or not children(node, "template_substitution"):
        return None
    for piece in children(node, "string_fragment"):
        if re.search(r"[A-Za-z0-9]", text_of(piece)):
            return piece.start_byte, piece.end_byte
    return None
