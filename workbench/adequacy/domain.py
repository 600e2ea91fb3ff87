"""The stated domain: whether an input is one the prompt, the types and the tests speak of.

An input is inside when nothing that was stated speaks against it. What may are *doubts*: a type
nobody named, a fact that all known inputs share (one is the length of another, the same keys) and
this one breaks, a word of the prompt (`positive`, `non-empty`, `sorted`, `first n`). Those are
decisive. That an input is merely unlike the known ones - negative, empty, of other characters - is
remarked and decides nothing: a prompt that says `an integer` has said that it may be negative. A
fact that fewer than five known calls share may be chance, and is not even remarked.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations

from workbench.adequacy.days_meant import SPOKEN_OF, no_moment
from workbench.adequacy.facts import Fact, facts_of, is_so, sized
from workbench.adequacy.shapes import SEQUENCES, Shape, character_classes
from workbench.adequacy.stated import BELOW, LENGTH, SORTED, STATED, counts, speaks_of
from workbench.languages.values import Built, Value

Args = tuple[Value, ...]


@dataclass(frozen=True)
class Doubt:
    """One reason why an input may be outside. `code` names its kind."""

    code: str
    words: str
    decisive: bool = True
    """Whether it puts the input outside; else it is a remark."""

    @property
    def kind(self) -> str:
        """The code without where it was found."""
        return self.code.split(":")[0].removeprefix("row-").removesuffix("-inside")


_DECISIVE = frozenset(
    {
        *("type", "arity", "not-finite", "stated", "keys", "one-of-few", "unicode", "filled"),
        *("is-length", "lengths-apart", "index", "count", "large", "era", "no-moment"),
    }
)
"""Kinds of doubt that put an input outside, however little is known."""

_ABSENT = frozenset({"negative", "zero"})
"""Kinds that do when many calls are known: what is in none of many is left out on purpose."""

_MANY = 5
"""Calls that do not share a thing by chance."""

_YEAR = re.compile(r"(?<!\d)\d{4}(?=-\d{2}-\d{2}(?!\d))")
_ERA = 400
"""After so many years the calendar begins anew."""


@dataclass
class Domain:
    """What is known of one entry's inputs."""

    shapes: Sequence[Shape]
    names: Sequence[str]
    prompt: str
    known: Sequence[Args]
    facts: tuple[Fact, ...] = field(init=False)
    counted: tuple[tuple[int, str], ...] = field(init=False)
    """places that say how many, with the prompt's words for it"""

    def __post_init__(self) -> None:
        self.prompt = self.prompt.lower()
        self.facts = tuple(facts_of(self.known))
        self.counted = tuple(counts(self.prompt, self.names, self.shapes))

    def doubts(self, args: Args) -> tuple[Doubt, ...]:
        """Everything that speaks against these arguments."""
        found: dict[str, Doubt] = {}
        if len(args) != len(self.shapes) and len(args) not in {len(k) for k in self.known}:
            return (Doubt("arity", "no known call has as many arguments"),)
        for place, (shape, value) in enumerate(zip(self.shapes, args, strict=False)):
            name = self.names[place] if place < len(self.names) else f"argument {place + 1}"
            for doubt in self._of(value, shape, f"`{name}`", 0):
                found.setdefault(doubt.code, doubt)
        broken = [fact for fact in self.facts if not fact.holds(args)]
        for fact in broken:
            # What a few calls share, they may share by chance.
            if fact.code in _DECISIVE or len(self.known) >= _MANY:
                where = ", ".join(f"`{self._name(p)}`" for p in fact.places)
                words = f"{fact.words} in all known calls ({where})"
                found.setdefault(fact.code, Doubt(fact.code, words))
        codes = {*found, *(fact.code for fact in broken)}
        found.update({d.code: d for d in self._stated(args, codes)})
        return tuple(replace(d, decisive=self._decides(d.kind)) for d in found.values())

    def _decides(self, kind: str) -> bool:
        return kind in _DECISIVE or (kind in _ABSENT and len(self.known) >= _MANY)

    def _stated(self, args: Args, codes: set[str]) -> Iterator[Doubt]:
        """Doubts the prompt turns into certainty."""
        for code, (pattern, words) in STATED.items():
            if any(c == code or c == f"{code}-inside" for c in codes):
                said = pattern.search(self.prompt)
                if said:
                    yield Doubt(f"stated:{code}", f"the prompt says {said[0]!r}, and {words}")
        for said in BELOW.finditer(self.prompt):
            bound = int(said["bound"])
            for place, (shape, value) in enumerate(zip(self.shapes, args, strict=False)):
                if type(value) is int and value >= bound > shape.high and shape.numbers:
                    words = f"the prompt says {said[0]!r}, and `{self._name(place)}` is not"
                    yield Doubt("stated:below", words)
        for place, many in self.counted:
            if place < len(args) and type(args[place]) is int and args[place] < 0:
                words = f"the prompt says {many!r}, and `{self._name(place)}` is negative"
                yield Doubt("stated:count", words)
        yield from self._unsorted(args)
        if LENGTH.search(self.prompt):
            for one, other in permutations(range(len(args)), 2):
                fact = Fact("is-length", "one is the length of the other", (one, other))
                pairs = [(k[one], k[other]) for k in self.known if len(k) == len(args)]
                usual = [sized(a) and type(b) is int and len(a) == b for a, b in pairs]
                if sum(usual) * 5 >= len(usual) * 3 and not is_so(fact, (args[one], args[other])):
                    yield Doubt("is-length", f"{fact.words}, as the prompt says")

    def _unsorted(self, args: Args) -> Iterator[Doubt]:
        """A prompt that says `sorted array` means it, though one of its own calls may not be."""
        said = SORTED.search(self.prompt)
        if said is None:
            return
        for place, value in enumerate(args):
            fact = Fact("sorted", "it is sorted", (place,))
            rows = [k for k in self.known if place < len(k) and _is_row(k[place])]
            usual = sum(fact.holds(k) for k in rows) * 5 >= len(rows) * 3
            if rows and usual and _is_row(value) and not fact.holds(args):
                yield Doubt("stated:sorted", f"the prompt says {said[0]!r}, and it is not sorted")

    def _name(self, place: int) -> str:
        return self.names[place] if place < len(self.names) else f"argument {place + 1}"

    # --- one value ----------------------------------------------------------------------------

    def _of(self, value: Value, shape: Shape, where: str, depth: int) -> Iterator[Doubt]:
        kind = type(value).__name__
        allowed = shape.allowed
        if not (kind in allowed or (kind == "int" and "float" in allowed) or shape.anything):
            yield Doubt(f"type:{kind}", f"{where}: no known call has a {kind} here")
            return
        few = shape.few(kind)
        if few and value not in few:
            yield Doubt("one-of-few", f"{where}: none of the values its type has")
        if kind in ("int", "float"):
            yield from self._number(value, shape, where, depth)
        elif kind == "str":
            yield from self._text(value, shape, where, depth)
        elif isinstance(value, Built):
            yield from self._built(value, shape, where, depth)
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
        least, times = (10, 2) if shape.setting else (20, 4)
        if abs(value) > max(least, times * max(abs(shape.low), abs(shape.high))):
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
        new = [name for name in character_classes(value) if name not in known]
        for name in new:
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
            # Unlike the known ones in its characters too, which the prompt does not speak of.
            code = "alien" if any(not speaks_of(self.prompt, n) for n in new) else "pattern"
            yield Doubt(f"{code}{at}", f"{where}: no known call has a text of this form")
        words = {len(t.split()) > 1 for t in texts}
        if words == {False} and len(value.split()) > 1:
            yield Doubt(f"words{at}", f"{where}: several words, and one in all known calls")
        if words == {True} and value and len(value.split()) < 2:
            yield Doubt(f"one-word{at}", f"{where}: less than two words")
        if value != value.strip() and all(t == t.strip() for t in texts):
            yield Doubt(f"padded{at}", f"{where}: white space at an end")
        if "  " in value and not any("  " in t for t in texts):
            yield Doubt(f"double-space{at}", f"{where}: several spaces in a row")
        years = [int(year) for year in _YEAR.findall(value)]
        near = [int(year) for t in texts for year in _YEAR.findall(t)] if years else []
        if near and not all(min(near) - _ERA <= y <= max(near) + _ERA for y in years):
            yield Doubt(f"era{at}", f"{where}: centuries from any known date")
        if no_moment(value, texts) and not SPOKEN_OF.search(self.prompt):
            yield Doubt(f"no-moment{at}", f"{where}: no day or time, as it is in all known calls")
        few = len(texts) >= 4 and len(set(texts)) <= len(texts) // 2
        if depth == 0 and few and value not in texts:
            # A name that another argument has is likelier to be one here than a word made up.
            others = any(value in s.values.get("str", []) for s in self.shapes if s is not shape)
            code = "of-another" if value and others else "one-of-few"
            yield Doubt(code, f"{where}: known calls choose from a few texts")

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

    def _built(self, value: Built, shape: Shape, where: str, depth: int) -> Iterator[Doubt]:
        places = shape.made_of(value)
        if len(places) != len(value.made):
            yield Doubt(f"type:{value.kind}", f"{where}: no known call has such a {value.kind}")
        for number, (place, item) in enumerate(zip(places, value.made, strict=False)):
            yield from self._of(item, place, f"{where}, argument {number + 1}", depth + 1)

    def _dict(self, value: Value, shape: Shape, where: str, depth: int) -> Iterator[Doubt]:
        at = "" if depth == 0 else "-inside"
        lengths = shape.lengths.get("dict", [])
        if not value and 0 not in lengths:
            yield Doubt(f"empty{at}", f"{where}: empty, which it is in no known call")
        if shape.needed is not None and (value or 0 not in lengths):
            yield from self._record(value, shape, shape.needed, where, depth)
            return
        keys = {frozenset(v) for v in shape.values.get("dict", [])}
        if len(keys) == 1 and len(lengths) > 1 and value and frozenset(value) not in keys:
            yield Doubt(f"keys{at}", f"{where}: the same keys in all known calls")
        for key, item in value.items():
            for part, of in ((key, shape.key), (item, shape.item)):
                if of is not None:
                    yield from self._of(part, of, f"an entry of {where}", depth + 1)

    def _record(
        self, value: Value, shape: Shape, needed: frozenset[Value], where: str, depth: int
    ) -> Iterator[Doubt]:
        """Keys and what stands below them, each by what is known of it alone."""
        at = "" if depth == 0 else "-inside"
        for key in sorted(map(str, needed - value.keys())):
            yield Doubt(f"keys{at}", f"{where}: without {key!r}, which all known ones have")
        for key, item in value.items():
            if key in shape.fields:
                yield from self._of(item, shape.fields[key], f"{key!r} of {where}", depth + 1)
            else:
                yield Doubt(f"keys{at}", f"{where}: with {key!r}, which no known one has")


def _is_row(value: Value) -> bool:
    """A list long enough to be sorted by intent."""
    return isinstance(value, list | tuple) and len(value) > 1


def _finite(value: float) -> bool:
    return type(value) is int or math.isfinite(value)


def _pattern(text: str) -> str:
    """A text's form: runs of letters, digits and blanks as one sign each."""
    text = re.sub(r"[A-Za-z]+", "a", text)
    text = re.sub(r"\d+", "9", text)
    return re.sub(r" +", " ", re.sub(r"a( a)+", "a a", text))
