"""What values look like: learnt from examples, grown into new ones, and held against others.

A shape is kept for each place of a call (argument, element, key): which types were seen there, how
large, how long, made of which characters. Types that only an annotation names are known as stated.
"""

from __future__ import annotations

import ast
import math
import string
from dataclasses import dataclass, field

from workbench.languages.values import Built, Value

SEQUENCES: dict[str, type] = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}
_ANYTHING = frozenset({"Any", "object"})
_NAMES = {
    "List": "list", "Sequence": "list", "Iterable": "list", "MutableSequence": "list",
    "Collection": "list", "Tuple": "tuple", "Set": "set", "FrozenSet": "frozenset",
    "Dict": "dict", "Mapping": "dict", "MutableMapping": "dict",
    "number": "float", "Number": "float",
}  # fmt: skip


@dataclass
class Shape:
    """One place. `kinds` counts the types seen; `stated` are types an annotation names."""

    kinds: dict[str, int] = field(default_factory=dict)
    stated: set[str] = field(default_factory=set)
    numbers: list[float] = field(default_factory=list)
    values: dict[str, list[Value]] = field(default_factory=dict)
    """examples by type, as they were seen"""
    lengths: dict[str, list[int]] = field(default_factory=dict)
    characters: set[str] = field(default_factory=set)
    element: Shape | None = None
    places: list[Shape] = field(default_factory=list)
    """by position, where every tuple seen has as many"""
    key: Shape | None = None
    item: Shape | None = None
    fields: dict[Value, Shape] = field(default_factory=dict)
    """what stands below each key that was seen or that a declared type has"""
    declared: frozenset[str] | None = None
    """keys that a declared record type cannot be without"""
    choices: dict[str, list[Value]] = field(default_factory=dict)
    """literals that an annotation names, by type"""
    objects: dict[str, list[Shape]] = field(default_factory=dict)
    """by class, what its constructor was given"""
    setting: bool = False
    """whether callers may leave it out: a setting rather than what the function works on"""
    _needed: tuple[int, frozenset[Value] | None] = (-1, None)

    def absorb(self, value: Value) -> None:
        """Learn from one more value of this place."""
        kind = type(value).__name__
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        seen = self.values.setdefault(kind, [])
        if len(seen) < 400:
            seen.append(value)
        if kind in ("int", "float"):
            try:
                self.numbers.append(float(value))
            except OverflowError:
                self.numbers.append(math.copysign(1e308, value))
        elif kind in ("str", "bytes"):
            self.lengths.setdefault(kind, []).append(len(value))
            self.characters.update(value if kind == "str" else ())
        elif kind in SEQUENCES:
            lengths = self.lengths.setdefault(kind, [])
            lengths.append(len(value))
            self.element = self.element or Shape()
            for item in value:
                self.element.absorb(item)
            if kind == "tuple" or kind == "list":
                if len(lengths) == 1 and not self.places:
                    self.places = [Shape() for _ in value]
                for shape, item in zip(self.places, value, strict=False):
                    shape.absorb(item)
        elif isinstance(value, Built):
            given = self.objects.setdefault(value.kind, [])
            given += [Shape() for _ in value.made[len(given) :]]
            for shape, item in zip(given, value.made, strict=False):
                shape.absorb(item)
        elif kind == "dict":
            self.lengths.setdefault(kind, []).append(len(value))
            self.key, self.item = self.key or Shape(), self.item or Shape()
            for key, item in value.items():
                self.key.absorb(key)
                self.item.absorb(item)
                self.fields.setdefault(key, Shape()).absorb(item)

    def state(self, annotation: str) -> None:
        """Learn from a type as Python writes it; what cannot be read says nothing."""
        try:
            self._state(ast.parse(annotation.strip(), mode="eval").body)
        except (SyntaxError, ValueError, RecursionError):
            return

    def _state(self, node: ast.expr) -> None:
        match node:
            case ast.Constant(value=None):
                self.stated.add("NoneType")
            case ast.Constant(value=str(text)):
                self.state(text)
            case ast.BinOp(op=ast.BitOr(), left=left, right=right):
                self._state(left)
                self._state(right)
            case ast.Name(id=name) | ast.Attribute(attr=name):
                name = _NAMES.get(name, name)
                self.stated.add(name)
            case ast.Call(func=ast.Name(id="TypedDict"), args=[ast.Dict() as listed]):
                self._record(listed)
            case ast.Subscript(value=ast.Name(id="Literal"), slice=inner):
                for item in inner.elts if isinstance(inner, ast.Tuple) else [inner]:
                    if isinstance(item, ast.Constant):
                        kind = type(item.value).__name__
                        self.choices.setdefault(kind, []).append(item.value)
            case ast.Subscript(value=ast.Name(id=name) | ast.Attribute(attr=name), slice=inner):
                parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
                self._generic(_NAMES.get(name, name), parts)

    def _generic(self, name: str, parts: list[ast.expr]) -> None:
        if name in ("Union", "Optional"):
            for part in parts:
                self._state(part)
            if name == "Optional":
                self.stated.add("NoneType")
            return
        self.stated.add(name)
        if name == "dict" and len(parts) == 2:
            self.key, self.item = self.key or Shape(), self.item or Shape()
            self.key._state(parts[0])
            self.item._state(parts[1])
        elif name in SEQUENCES:
            self.element = self.element or Shape()
            for part in parts:
                if not (isinstance(part, ast.Constant) and part.value is Ellipsis):
                    self.element._state(part)

    def _record(self, listed: ast.Dict) -> None:
        """`TypedDict({"a": int, "b": NotRequired[str]})`; of several, a key is needed that all do
        not go without."""
        self.stated.add("dict")
        needed = set()
        for key, kind in zip(listed.keys, listed.values, strict=True):
            if not isinstance(key, ast.Constant):
                continue
            match kind:
                case ast.Subscript(value=ast.Name(id="NotRequired"), slice=inner):
                    kind = inner
                case _:
                    needed.add(str(key.value))
            self.fields.setdefault(key.value, Shape())._state(kind)
        self.declared = frozenset(needed) if self.declared is None else self.declared & needed

    @property
    def needed(self) -> frozenset[Value] | None:
        """The keys every dictionary here has, if dictionaries here are records, which have no keys
        but those of `fields`; None where they are tables, whose keys are free."""
        count = self.kinds.get("dict", 0)
        if self._needed[0] != count:
            self._needed = (count, self._keys_needed())
        return self._needed[1]

    def _keys_needed(self) -> frozenset[Value] | None:
        seen = [frozenset(v) for v in self.values.get("dict", []) if v or self.declared]
        common = frozenset.intersection(*seen) if seen else frozenset()
        if self.declared is not None:
            # What a known call leaves out can be left out, whatever its type says.
            return frozenset(k for k in self.declared if not seen or k in common)
        if not common or (self.item is not None and self.item.stated - _ANYTHING):
            return None
        alike = len(seen) > 2 and (len(common) > 1 or set(seen) == {common})
        return common if alike or self._unlike_by_key() else None

    def below(self, key: Value) -> Shape:
        """What is known of the values below a key."""
        found = self.fields.get(key) if self.needed is not None else None
        return found or self.item or Shape()

    def _unlike_by_key(self) -> bool:
        """Whether values are of one type below each key, and not of one below all: no table."""
        each = [
            frozenset("float" if k == "int" else k for k in shape.kinds if k != "NoneType")
            for shape in self.fields.values()
        ]
        kinds = {k for k in each if k}
        return len(kinds) > 1 and all(len(k) == 1 for k in kinds)

    @property
    def allowed(self) -> set[str]:
        """Types seen or stated."""
        return set(self.kinds) | self.stated | set(self.choices)

    def made_of(self, value: Built) -> list[Shape]:
        """What is known of each argument that made an object."""
        given = self.objects.get(value.kind, [])
        return given[: len(value.made)] if len(given) >= len(value.made) else []

    def few(self, kind: str) -> list[Value]:
        """The values of a type that may stand here, if an annotation lists them; else none."""
        if kind in self.stated or kind not in self.choices:
            return []
        return [*self.choices[kind], *self.values.get(kind, [])]

    @property
    def anything(self) -> bool:
        """Whether values of many types may stand here."""
        return bool(self.stated & _ANYTHING)

    @property
    def record(self) -> bool:
        """Whether tuples here are rows: always as long, of the same types by position."""
        lengths = self.lengths.get("tuple", [])
        return len(set(lengths)) == 1 and len(lengths) >= 3 and len(self.places) == lengths[0] > 0

    @property
    def low(self) -> float:
        """The smallest number seen."""
        return min(self.numbers, default=0.0)

    @property
    def high(self) -> float:
        """The largest number seen."""
        return max(self.numbers, default=0.0)


_CLASSES = {
    "lower-case letters": set(string.ascii_lowercase),
    "upper-case letters": set(string.ascii_uppercase),
    "digits": set(string.digits),
}


def character_classes(text: set[str] | str) -> dict[str, set[str]]:
    """Classes of characters that occur, by name: letters and digits as classes, the rest one by
    one, everything beyond ASCII together."""
    found: dict[str, set[str]] = {}
    for char in sorted(text):
        for name, members in _CLASSES.items():
            if char in members:
                found[name] = members
                break
        else:
            if char.isascii():
                found[f"the character {char!r}"] = {char}
            else:
                found.setdefault("characters beyond ASCII", set()).add(char)
    return found


def shapes_of(calls: list[tuple[Value, ...]], annotations: list[str]) -> list[Shape]:
    """A shape for each positional argument."""
    count = max((len(c) for c in calls), default=len(annotations))
    shapes = [Shape() for _ in range(count)]
    for shape, annotation in zip(shapes, annotations, strict=False):
        if annotation:
            shape.state(annotation)
    for call in calls:
        for shape, value in zip(shapes, call, strict=False):
            shape.absorb(value)
    return shapes
