"""The stated domain: whether an input is one the prompt, the types and the tests speak of.

An input is inside when nothing that was stated speaks against it. What may are *doubts*: a type
nobody named, a fact that all known inputs share (one is the length of another, the same keys) and
this one breaks, a word of the prompt (`positive`, `non-empty`, `sorted`). Those are decisive. That
an input is merely unlike the known ones - negative, empty, of other characters - is remarked and
decides nothing: a prompt that says `an integer` has said that it may be negative.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, permutations

from workbench.adequacy.shapes import SEQUENCES, Shape, character_classes
from workbench.languages.values import Value

Args = tuple[Value, ...]


@dataclass(frozen=True)
class Doubt:
    """One reason why an input may be outside. `code` names its kind."""

    code: str
    words: str
    decisive: bool = True
    """Whether it puts the input outside; else it is a remark."""


_DECISIVE = frozenset(
    {
        *("type", "arity", "not-finite", "stated", "keys", "one-of-few", "unicode", "filled"),
        *("is-length", "lengths-apart", "index", "count", "large"),
    }
)
"""Kinds of doubt that put an input outside, however little is known."""

_ABSENT = frozenset({"negative", "zero"})
"""Kinds that do when many calls are known: what is in none of many is left out on purpose."""

_MANY = 5


@dataclass(frozen=True)
class Fact:
    """Something all known inputs share."""

    code: str
    words: str
    places: tuple[int, ...]

    def holds(self, args: Args) -> bool:
        """Whether it is so of these arguments; also where it cannot be asked."""
        try:
            return bool(_FACTS[self.code](*(args[p] for p in self.places)))
        except (TypeError, IndexError, ValueError):
            return True


_NUMBER = r"(floating|integer|number|int|real|value|float)"
_OF = r"\b(a|of|given|two|three|all|both|only|is|are)"
_FILLED = re.compile(r"\bnon-?\s?empty|not empty|at least one")
_SORTED = re.compile(r"\bsorted (list|array|sequence|tuple)|already sorted")
_STATED = {
    "negative": (
        re.compile(
            rf"{_OF} (positive {_NUMBER}|non-?negative|natural)|(>=?|greater than) (0|zero)\b"
        ),
        "a number is negative",
    ),
    "zero": (
        re.compile(rf"{_OF} positive {_NUMBER}|(>|greater than) (0|zero)\b"),
        "a number is zero",
    ),
    "empty": (_FILLED, "something is empty"),
    "empty-text": (_FILLED, "a text is empty"),
    "sorted": (_SORTED, "it is not sorted"),
    "inner-sorted": (_SORTED, "a row is not sorted"),
}
"""What a prompt may say against an input: by the code of the doubt it makes certain."""
_BELOW = re.compile(r"\b(less|smaller|lower) than (?P<bound>\d{1,9})\b")
_LENGTH = re.compile(r"\b(length|size|number of elements|len)\b")


def _sized(value: Value) -> bool:
    return isinstance(value, str | list | tuple | set | frozenset | dict)


def _sorted(row: Value) -> bool:
    return all(a <= b for a, b in pairwise(row))


def _distinct(row: Value) -> bool:
    return all(v not in row[:i] for i, v in enumerate(row))


def _rectangular(rows: Value) -> bool:
    return len({len(r) for r in rows}) <= 1


_FACTS: dict[str, Callable[..., bool]] = {
    "is-length": lambda row, n: n == len(row),
    "same-length": lambda one, other: len(one) == len(other),
    "lengths-apart": lambda one, other: len(one) == len(other) + 1,
    "not-longer": lambda one, other: len(one) <= len(other),
    "index": lambda row, n: 0 <= n < len(row),
    "count": lambda row, n: 0 <= n <= len(row),
    "member": lambda row, item: item in row,
    "ordered": lambda a, b: a <= b,
    "apart": lambda a, b: a != b,
    "sorted": _sorted,
    "distinct": _distinct,
    "rectangular": _rectangular,
    "square": lambda rows: all(len(r) == len(rows) for r in rows),
    "row-lengths": _rectangular,
    "inner-sorted": lambda rows: all(map(_sorted, rows)),
    "homogeneous": lambda row: len({type(v) for v in row}) <= 1,
    "ascending-pairs": lambda rows: all(_sorted(r) for r in rows if len(r) == 2),
}


@dataclass
class Domain:
    """What is known of one entry's inputs."""

    shapes: Sequence[Shape]
    names: Sequence[str]
    prompt: str
    known: Sequence[Args]
    facts: tuple[Fact, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.prompt = self.prompt.lower()
        self.facts = tuple(_facts(self.known))

    def doubts(self, args: Args) -> tuple[Doubt, ...]:
        """Everything that speaks against these arguments."""
        found: dict[str, Doubt] = {}
        if len(args) != len(self.shapes):
            return (Doubt("arity", "no known call has as many arguments"),)
        for place, (shape, value) in enumerate(zip(self.shapes, args, strict=True)):
            name = self.names[place] if place < len(self.names) else f"argument {place + 1}"
            for doubt in self._of(value, shape, f"`{name}`", 0):
                found.setdefault(doubt.code, doubt)
        for fact in self.facts:
            if not fact.holds(args):
                where = ", ".join(f"`{self._name(p)}`" for p in fact.places)
                words = f"{fact.words} in all known calls ({where})"
                found.setdefault(fact.code, Doubt(fact.code, words))
        found.update({d.code: d for d in self._stated(args, set(found))})
        return tuple(replace(d, decisive=self._decides(d.code)) for d in found.values())

    def _decides(self, code: str) -> bool:
        kind = code.split(":")[0].removeprefix("row-").removesuffix("-inside")
        return kind in _DECISIVE or (kind in _ABSENT and len(self.known) >= _MANY)

    def _stated(self, args: Args, codes: set[str]) -> Iterator[Doubt]:
        """Doubts the prompt turns into certainty."""
        for code, (pattern, words) in _STATED.items():
            if any(c == code or c == f"{code}-inside" for c in codes):
                said = pattern.search(self.prompt)
                if said:
                    yield Doubt(f"stated:{code}", f"the prompt says {said[0]!r}, and {words}")
        for said in _BELOW.finditer(self.prompt):
            bound = int(said["bound"])
            for place, (shape, value) in enumerate(zip(self.shapes, args, strict=True)):
                if type(value) is int and value >= bound > shape.high and shape.numbers:
                    words = f"the prompt says {said[0]!r}, and `{self._name(place)}` is not"
                    yield Doubt("stated:below", words)
        if _LENGTH.search(self.prompt):
            for one, other in permutations(range(len(args)), 2):
                fact = Fact("is-length", "one is the length of the other", (one, other))
                pairs = [(k[one], k[other]) for k in self.known if len(k) == len(args)]
                usual = [_sized(a) and type(b) is int and len(a) == b for a, b in pairs]
                if sum(usual) * 5 >= len(usual) * 3 and not _is(fact, (args[one], args[other])):
                    yield Doubt("is-length", f"{fact.words}, as the prompt says")

    def _name(self, place: int) -> str:
        return self.names[place] if place < len(self.names) else f"argument {place + 1}"

    def says(self, *words: str) -> bool:
        """Whether the prompt has one of these words or phrases."""
        return any(re.search(rf"\b{w}", self.prompt) for w in words)

    # --- one value ----------------------------------------------------------------------------

    def _of(self, value: Value, shape: Shape, where: str, depth: int) -> Iterator[Doubt]:
        kind = type(value).__name__
        allowed = shape.allowed
        if not (kind in allowed or (kind == "int" and "float" in allowed) or shape.anything):
            yield Doubt(f"type:{kind}", f"{where}: no known call has a {kind} here")
            return
        if kind in ("int", "float"):
            yield from self._number(value, shape, where, depth)
        elif kind == "str":
            yield from self._text(value, shape, where, depth)
        elif kind == "dict":
            yield from self._dict(value, shape, where, depth)
        elif kind in SEQUENCES:
            yield from self._sequence(value, kind, shape, where, depth)

    def _number(self, value: float, shape: Shape, where: str, depth: int) -> Iterator[Doubt]:
        at = "" if depth == 0 else "-inside"
        if not _finite(value):
            yield Doubt("not-finite", f"{where}: not a finite number")
            return
        if not shape.numbers:
            if value < 0:
                yield Doubt(f"negative{at}", f"{where}: negative, and no call is known")
            return
        if value < 0 and shape.low >= 0:
            yield Doubt(f"negative{at}", f"{where}: negative, which it is in no known call")
        if value == 0 and shape.low > 0:
            yield Doubt(f"zero{at}", f"{where}: zero, which it is in no known call")
        if abs(value) > max(20, 4 * max(abs(shape.low), abs(shape.high))):
            yield Doubt(f"large{at}", f"{where}: much larger than in any known call")
        if 0 < abs(value) < min(map(abs, shape.numbers)) / 4 and 0 not in shape.numbers:
            yield Doubt(f"small{at}", f"{where}: much smaller than in any known call")

    def _text(self, value: str, shape: Shape, where: str, depth: int) -> Iterator[Doubt]:
        at = "" if depth == 0 else "-inside"
        lengths = shape.lengths.get("str", [])
        if not value and 0 not in lengths:
            yield Doubt(f"empty-text{at}", f"{where}: empty, which it is in no known call")
        if not lengths:
            return
        known = character_classes(shape.characters)
        for name in character_classes(value):
            if name not in known:
                code = "class" if name.endswith("s") and "character" not in name else "mark"
                code = "space" if name == "the character ' '" else code
                code = "unicode" if "ASCII" in name else code
                yield Doubt(f"{code}{at}", f"{where}: {name} are in no known call")
        texts = [v for v in shape.values.get("str", []) if isinstance(v, str)]
        if len(value) > max(12, 4 * max(lengths)):
            yield Doubt(f"long-text{at}", f"{where}: much longer than in any known call")
        if value and len(set(lengths)) == 1 and len(texts) > 1 and len(value) != lengths[0]:
            yield Doubt(f"text-length{at}", f"{where}: {lengths[0]} characters in all known calls")
        patterns = {_pattern(t) for t in texts}
        if value and len(patterns) == 1 and len(set(texts)) > 1 and _pattern(value) not in patterns:
            yield Doubt(f"pattern{at}", f"{where}: no known call has a text of this form")
        words = {len(t.split()) > 1 for t in texts}
        if words == {False} and len(value.split()) > 1:
            yield Doubt(f"words{at}", f"{where}: several words, and one in all known calls")
        if words == {True} and value and len(value.split()) < 2:
            yield Doubt(f"one-word{at}", f"{where}: less than two words")
        if value != value.strip() and all(t == t.strip() for t in texts):
            yield Doubt(f"padded{at}", f"{where}: white space at an end")
        if "  " in value and not any("  " in t for t in texts):
            yield Doubt(f"double-space{at}", f"{where}: several spaces in a row")
        few = len(texts) >= 4 and len(set(texts)) <= len(texts) // 2
        if depth == 0 and few and value not in texts:
            yield Doubt("one-of-few", f"{where}: known calls choose from a few texts")

    def _sequence(
        self, value: Value, kind: str, shape: Shape, where: str, depth: int
    ) -> Iterator[Doubt]:
        at = "" if depth == 0 else "-inside"
        lengths = shape.lengths.get(kind) or [n for v in shape.lengths.values() for n in v]
        if not len(value) and 0 not in lengths:
            yield Doubt(f"empty{at}", f"{where}: empty, which it is in no known call")
        if len(value) == 1 and lengths and min(lengths) > 1:
            yield Doubt(f"single{at}", f"{where}: of one element, which it is in no known call")
        if lengths and len(value) > max(12, 4 * max(lengths)):
            yield Doubt(f"long{at}", f"{where}: much longer than in any known call")
        if shape.record and kind == "tuple":
            if len(value) != len(shape.places):
                yield Doubt(f"row{at}", f"{where}: known calls have {len(shape.places)} elements")
                return
            for number, (place, item) in enumerate(zip(shape.places, value, strict=True)):
                for doubt in self._of(item, place, f"{where}[{number}]", depth + 1):
                    yield Doubt(f"row-{doubt.code}", doubt.words)
            return
        if len(lengths) > 2 and len(set(lengths)) == 1 and value and len(value) != lengths[0]:
            yield Doubt(f"length{at}", f"{where}: {lengths[0]} elements in all known calls")
        if shape.element is None:
            if len(value):
                yield Doubt(f"filled{at}", f"{where}: it is empty in all known calls")
            return
        for item in value:
            yield from self._of(item, shape.element, f"an element of {where}", depth + 1)

    def _dict(self, value: Value, shape: Shape, where: str, depth: int) -> Iterator[Doubt]:
        at = "" if depth == 0 else "-inside"
        lengths = shape.lengths.get("dict", [])
        if not value and 0 not in lengths:
            yield Doubt(f"empty{at}", f"{where}: empty, which it is in no known call")
        keys = {frozenset(v) for v in shape.values.get("dict", [])}
        if len(keys) == 1 and len(lengths) > 1 and value and frozenset(value) not in keys:
            yield Doubt(f"keys{at}", f"{where}: the same keys in all known calls")
        for key, item in value.items():
            for part, of in ((key, shape.key), (item, shape.item)):
                if of is not None:
                    yield from self._of(part, of, f"an entry of {where}", depth + 1)


def _finite(value: float) -> bool:
    return type(value) is int or math.isfinite(value)


def _pattern(text: str) -> str:
    """A text's form: runs of letters, digits and spaces as one sign each."""
    text = re.sub(r"[A-Za-z]+", "a", text)
    text = re.sub(r"\d+", "9", text)
    return re.sub(r"\s+", " ", re.sub(r"a( a)+", "a a", text))


def _facts(known: Sequence[Args]) -> Iterator[Fact]:
    """What all known inputs share, where at least two different ones show it."""
    if len(known) < 2 or len({len(k) for k in known}) != 1:
        return
    for one in range(len(known[0])):
        column = [k[one] for k in known]
        if all(isinstance(v, list | tuple) for v in column):
            yield from _row_facts(one, column)
    for one, other in permutations(range(len(known[0])), 2):
        yield from _pair_facts(one, other, [(k[one], k[other]) for k in known])


def _row_facts(one: int, column: list[Value]) -> Iterator[Fact]:
    longer = [v for v in column if len(v) > 2]
    words = {"sorted": "it is sorted", "distinct": "no element is twice in it"}
    for code in ("sorted", "distinct"):
        fact = Fact(code, words[code], (one,))
        if len(longer) > 1 and all(_holds(fact, v) for v in column):
            yield fact
    fact = Fact("homogeneous", "all elements are of one type", (one,))
    if longer and all(_holds(fact, v) for v in column):
        yield fact
    rows = [v for v in column if v and all(isinstance(r, list | tuple | str) for r in v)]
    if len(rows) > 1 and len(rows) == len([v for v in column if v]):
        named = {
            "square": "it has as many rows as columns",
            "rectangular": "all its rows are as long",
            "inner-sorted": "its rows are sorted",
            "ascending-pairs": "its pairs ascend",
        }
        for code, text in named.items():
            fact = Fact(code, text, (one,))
            strings = any(isinstance(r, str) for v in rows for r in v)
            if (
                not strings
                and all(len(v) > 1 for v in rows)
                and all(_holds(fact, v) for v in column)
            ):
                yield fact


def _holds(fact: Fact, value: Value) -> bool:
    try:
        return bool(_FACTS[fact.code](value))
    except (TypeError, ValueError):
        return False


def _pair_facts(one: int, other: int, pairs: list[tuple[Value, Value]]) -> Iterator[Fact]:
    left, right = [p[0] for p in pairs], [p[1] for p in pairs]
    numbers = all(type(v) in (int, float) for v in right)
    if all(map(_sized, left)) and numbers:
        for code, words in (
            ("is-length", "one is the length of the other"),
            ("index", "one is an index of the other"),
            ("count", "one is at most the length of the other"),
        ):
            fact = Fact(code, words, (one, other))
            if all(_is(fact, p) for p in pairs):
                yield fact
                break
    if all(isinstance(v, list | tuple | str) for v in left):
        fact = Fact("member", "one is in the other", (one, other))
        texts = all(isinstance(a, str) and isinstance(b, str) for a, b in pairs)
        if not texts and all(_is(fact, p) for p in pairs):
            yield fact
    if one < other and all(map(_sized, [*left, *right])):
        fact = Fact("same-length", "both are as long", (one, other))
        if all(_is(fact, p) for p in pairs):
            yield fact
    if all(map(_sized, [*left, *right])):
        fact = Fact("lengths-apart", "one is longer by one than the other", (one, other))
        if len({len(v) for v in left}) > 1 and all(_is(fact, p) for p in pairs):
            yield fact
        fact = Fact("not-longer", "one is at most as long as the other", (one, other))
        if all(_is(fact, p) for p in pairs):
            yield fact
    if numbers and all(type(v) in (int, float) for v in left):
        fact = Fact("ordered", "one is at most the other", (one, other))
        if all(_is(fact, p) for p in pairs):
            yield fact


def _is(fact: Fact, pair: tuple[Value, Value]) -> bool:
    try:
        return bool(_FACTS[fact.code](*pair))
    except (TypeError, ValueError):
        return False
