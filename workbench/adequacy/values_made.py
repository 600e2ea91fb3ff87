"""Makes one value: grown from a shape, or a known one with a small change."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from workbench.adequacy import moments_made, objects_made, records_made
from workbench.adequacy.edges_made import build, hashable
from workbench.adequacy.numbers_made import near_number, number
from workbench.adequacy.shapes import SEQUENCES, Shape
from workbench.adequacy.texts_made import Texts
from workbench.languages.values import Built, Opaque, Value


@dataclass
class Ingredients:
    """Constants found elsewhere: in both solutions' code, in the prompt."""

    numbers: list[int | float] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, values: Sequence[Value]) -> Ingredients:
        """Sorted into numbers and texts; a number comes with its neighbours."""
        numbers: list[int | float] = []
        for v in values:
            if isinstance(v, int | float) and not isinstance(v, bool) and abs(v) < 1e12:
                numbers += [v, v - 1, v + 1]
        texts = [v for v in values if isinstance(v, str) and 0 < len(v) <= 40]
        return cls(list(dict.fromkeys(numbers)), list(dict.fromkeys(texts)))


class Values:
    """Values by shape; what chance decides comes from the one source it is given."""

    def __init__(self, chance: random.Random, found: Ingredients) -> None:
        self._random = chance
        self._found = found
        self.texts = Texts(chance, found.texts)

    def fresh(self, shape: Shape, size: int, depth: int = 0) -> Value:
        """A value of one of the shape's types, at most about `size` long."""
        kinds = [k for k, n in shape.kinds.items() for _ in range(min(n, 3))]
        stated = sorted(shape.stated | set(shape.choices))
        kinds += [k for k in stated if k not in shape.kinds and k in _MAKES]
        if shape.anything and self._random.random() < 0.4 and depth:
            kinds = ["int", "str", "float", "bool", "NoneType", "list", "dict", "int", "str"]
        if not kinds:
            kinds = ["int"]
        kind = self._random.choice(kinds)
        few = shape.few(kind)
        if few:
            return self._random.choice(few)
        if kind == "int" or kind == "float":
            return number(self._random, kind, shape, self._found.numbers)
        if kind == "bool":
            return self._random.random() < 0.5
        if kind == "str":
            return self.texts.fresh(shape, size)
        if kind == "dict":
            if shape.needed is not None:
                return records_made.fresh(
                    self._random, shape, lambda s: self.fresh(s, size // 2, depth + 1)
                )
            key, item = shape.key or Shape({"str": 1}), shape.item or Shape({"int": 1})
            rows = range(self._random.randint(0, min(size, 8)))
            if shape.fields and self._random.random() < 0.7:
                return {k: self.fresh(s, size // 2, depth + 1) for k, s in shape.fields.items()}
            return {
                k: self.fresh(item, size // 2, depth + 1)
                for k in (self.fresh(key, size // 2, depth + 1) for _ in rows)
                if hashable(k)
            }
        if kind in SEQUENCES:
            return self._sequence(kind, shape, size, depth)
        if kind == "Built":
            return objects_made.fresh(
                self._random, shape, lambda s: self.fresh(s, size // 2, depth + 1)
            )
        known = shape.values.get(kind)
        value = self._random.choice(known) if known else None
        if isinstance(value, Opaque) and self._random.random() < 0.5:
            return moments_made.changed(self._random, value)
        return value

    def _sequence(self, kind: str, shape: Shape, size: int, depth: int) -> Value:
        if depth > 5:
            return SEQUENCES[kind]()
        element = self._element(shape, depth)
        if (kind == "tuple" and shape.record) or (shape.places and _all_differ(shape, kind)):
            return SEQUENCES[kind](self.fresh(s, size // 2, depth + 1) for s in shape.places)
        seen = shape.lengths.get(kind, [])
        length = self._random.randint(0, max(size, 1))
        if seen and self._random.random() < 0.5:
            length = self._random.choice(seen)
        inner = max(size // 2, 2) if depth or element.element or element.key else size
        distinct = self._random.choice((1, 2, 3, 4, length, length, length))
        few = [self.fresh(element, inner, depth + 1) for _ in range(max(min(distinct, length), 1))]
        if distinct >= length:
            row = few[:length]
            self._random.shuffle(row)
        else:
            row = [self._random.choice(few) for _ in range(length)]
        roll = self._random.random()
        if roll < 0.15:
            row = _ordered(row)
        elif roll < 0.22:
            row = _ordered(row)[::-1]
        elif roll < 0.28:
            row += row[::-1]
        made = build(SEQUENCES[kind], row)
        return made if made is not None else SEQUENCES[kind]()

    def _element(self, shape: Shape, depth: int) -> Shape:
        """What stands in a sequence; where lists stand among other things, lists stand in those
        too, for such a structure has no bottom of its own."""
        element = shape.element or Shape({"int": 1})
        nested = "list" in element.kinds
        roll = self._random.random()
        if nested and len(element.kinds) > 1 and depth > 0 and roll < 0.3:
            return shape
        inner = element.element
        if nested and inner is not None and not set(inner.kinds) & set(SEQUENCES) and roll < 0.06:
            lengths = {**inner.lengths, **element.lengths}
            kinds = {**inner.kinds, **element.kinds}
            return replace(inner, kinds=kinds, lengths=lengths, element=inner)
        return element

    def changed(self, value: Value, shape: Shape, depth: int = 0) -> Value:
        """A small change of one value, of the same type."""
        kind = type(value)
        few = shape.few(kind.__name__)
        if few:
            return self._random.choice(few)
        if kind is bool:
            return not value
        if kind in (int, float):
            return near_number(self._random, value, shape, self._found.numbers)
        if kind is str:
            return self.texts.changed(value, shape)
        if kind is dict:
            return self._changed_dict(value, shape, depth)
        if isinstance(value, Opaque):
            return moments_made.changed(self._random, value)
        if isinstance(value, Built):
            return objects_made.changed(
                self._random, value, shape, lambda v, s: self.changed(v, s, depth + 1)
            )
        if kind.__name__ not in SEQUENCES:
            return value
        items, element = list(value), shape.element or Shape()
        if shape.record and kind is tuple and items:
            at = self._random.randrange(len(items))
            items[at] = self.changed(items[at], shape.places[at], depth + 1)
            return tuple(items)
        roll, at = self._random.random(), self._random.randrange(len(items) or 1)
        if not items or roll < 0.15:
            items.insert(at, self.fresh(element, 4, depth + 1))
        elif roll < 0.3:
            del items[at]
        elif roll < 0.4:
            items.insert(self._random.randrange(len(items) + 1), items[at])
        elif roll < 0.5:
            other = self._random.randrange(len(items))
            items[at], items[other] = items[other], items[at]
        elif roll < 0.55:
            items = items[at:] if self._random.random() < 0.5 else items[: at + 1]
        elif roll < 0.6:
            items[at] = items[self._random.randrange(len(items))]
        else:
            items[at] = self.changed(items[at], element, depth + 1)
        made = build(kind, items)
        return value if made is None else made

    def _changed_dict(self, value: Value, shape: Shape, depth: int) -> Value:
        if shape.needed is not None:
            return records_made.changed(
                self._random, value, shape,
                lambda s: self.fresh(s, 4, depth + 1),
                lambda v, s: self.changed(v, s, depth + 1),
            )  # fmt: skip
        key, item = shape.key or Shape({"str": 1}), shape.item or Shape({"int": 1})
        if not value or self._random.random() < 0.2:
            fresh = self.fresh(key, 4, depth + 1)
            return {**value, fresh: self.fresh(item, 4, depth + 1)} if hashable(fresh) else value
        at = self._random.choice(list(value))
        if self._random.random() < 0.2:
            return {k: v for k, v in value.items() if k != at}
        if self._random.random() < 0.2 and not isinstance(at, tuple):
            moved = self.changed(at, key, depth + 1)
            return {moved if k == at else k: v for k, v in value.items()}
        return {**value, at: self.changed(value[at], item, depth + 1)}


_MAKES = {"int", "float", "bool", "str", "dict", "NoneType", *SEQUENCES}


def _all_differ(shape: Shape, kind: str) -> bool:
    """Whether a sequence is a row of different types by position, always as long."""
    lengths = shape.lengths.get(kind, [])
    if len(set(lengths)) != 1 or len(lengths) < 2 or len(shape.places) != lengths[0]:
        return False
    kinds = {tuple(sorted(p.kinds)) for p in shape.places}
    return len(kinds) > 1


def _ordered(row: list[Value]) -> list[Value]:
    try:
        return sorted(row)
    except TypeError:
        return row
