"""Ratings of one axis: who gave which item which category, as coded arrays.

Kept long, a row a rating, since a reviewer sees only some of the items: a million ratings take a
few megabytes, whatever the number of items and reviewers.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.errors import InputError

Label = int | float | str
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

CANNOT_JUDGE: Final = "cannot_judge"
MAX_CATEGORIES: Final = 101
"""A percentage fits. Beyond it the values are measurements and not categories."""


@dataclass(frozen=True)
class Ratings:
    """`item`, `rater` and `code` are parallel: rating k gave `items[item[k]]` the category
    `categories[code[k]]`. Missing ratings have no row; "cannot judge" is counted, not kept."""

    items: tuple[str, ...]
    raters: tuple[str, ...]
    categories: tuple[Label, ...]
    item: NDArray[np.int32]
    rater: NDArray[np.int32]
    code: NDArray[np.int16]
    ordered: bool = True
    """Whether the order of the categories means something: numbers, or a rubric's levels."""
    from_data: bool = False
    """Whether the categories are merely the ones that were used."""
    cannot_judge: int = 0

    @property
    def values(self) -> Floats | None:
        """The categories as numbers, or None where one is a word."""
        if any(isinstance(c, str) for c in self.categories):
            return None
        return np.array(self.categories, dtype=np.float64)

    def counts(self) -> Ints:
        """Items x categories: how many ratings each item has of each category."""
        width = len(self.categories)
        cells = self.item.astype(np.int64) * width + self.code
        return np.bincount(cells, minlength=len(self.items) * width).reshape(-1, width)

    def matrix(self) -> NDArray[np.int16]:
        """Items x raters: the category's number, -1 where there is no rating."""
        table = np.full((len(self.items), len(self.raters)), -1, dtype=np.int16)
        table[self.item, self.rater] = self.code
        return table

    def pair_table(self, one: str, other: str) -> Ints:
        """Categories x categories of two raters over the items both rated."""
        width = len(self.categories)
        first, second = (self._column(self.raters.index(name)) for name in (one, other))
        both = (first >= 0) & (second >= 0)
        cells = first[both].astype(np.int64) * width + second[both]
        return np.bincount(cells, minlength=width * width).reshape(width, width)

    def _column(self, rater: int) -> NDArray[np.int16]:
        column = np.full(len(self.items), -1, dtype=np.int16)
        mine = self.rater == rater
        column[self.item[mine]] = self.code[mine]
        return column


@dataclass
class Collector:
    """Takes ratings one by one; `ratings()` closes it. Without `categories` they are the values
    that came, numbers before words."""

    categories: Sequence[Label] | None = None
    axis: str = ""
    _items: dict[str, int] = field(default_factory=dict)
    _raters: dict[str, int] = field(default_factory=dict)
    _labels: dict[Label, int] = field(default_factory=dict)
    _rows: tuple[array[int], array[int], array[int]] = field(
        default_factory=lambda: (array("i"), array("i"), array("h"))
    )
    _cannot_judge: int = 0

    def __post_init__(self) -> None:
        for label in self.categories or ():
            self._labels[label] = len(self._labels)

    def add(self, item: str, rater: str, value: Label | None) -> None:
        """One rating. None is a missing one; `CANNOT_JUDGE` is counted and left out, but item and
        rater are known from then on. Raises InputError for a value that is no category."""
        at_item = self._items.setdefault(item, len(self._items))
        at_rater = self._raters.setdefault(rater, len(self._raters))
        if value is None:
            return
        if value == CANNOT_JUDGE:
            self._cannot_judge += 1
            return
        code = self._labels.get(value)
        if code is None:
            code = self._new_label(value)
        for column, number in zip(self._rows, (at_item, at_rater, code), strict=True):
            column.append(number)

    def _new_label(self, value: Label) -> int:
        where = f"axis {self.axis}: " if self.axis else ""
        if isinstance(value, float) and not math.isfinite(value):
            raise InputError(f"{where}{value} is not a rating", mend="leave missing ratings empty")
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # 2.0 and 2 are one level, and are shown as 2
        if self.categories is not None:
            known = ", ".join(map(str, self.categories))
            raise InputError(f"{where}{value} is none of the categories {known}")
        if len(self._labels) == MAX_CATEGORIES:
            raise InputError(
                f"{where}more than {MAX_CATEGORIES} different values",
                mend="agreement is counted over categories: group measurements into levels first",
            )
        self._labels[value] = len(self._labels)
        return self._labels[value]

    def ratings(self) -> Ratings:
        """What was collected, each reviewer at most once an item. Raises InputError otherwise."""
        found = self.with_repeats()
        cells = found.item.astype(np.int64) * len(found.raters) + found.rater
        cells.sort()
        again = cells[1:][cells[1:] == cells[:-1]]
        if again.size:
            item, rater = divmod(int(again[0]), len(found.raters))
            where = f" on axis {self.axis}" if self.axis else ""
            raise InputError(
                f"{found.raters[rater]} rated {found.items[item]} more than once{where}",
                mend="keep one of the ratings; a repeat is no agreement between reviewers",
            )
        return found

    def with_repeats(self) -> Ratings:
        """What was collected, repeats and all: only Dawid-Skene knows what to do with them."""
        item, rater, code = (np.array(column) for column in self._rows)
        labels = tuple(self._labels)
        if self.categories is None:
            order = sorted(labels, key=lambda c: (isinstance(c, str), c))
            place = np.array([order.index(label) for label in labels], dtype=np.int16)
            code = place[code] if len(labels) else code
            labels = tuple(order)
        return Ratings(
            items=tuple(self._items),
            raters=tuple(self._raters),
            categories=labels,
            item=item.astype(np.int32),
            rater=rater.astype(np.int32),
            code=code.astype(np.int16),
            ordered=self.categories is not None or not any(isinstance(c, str) for c in labels),
            from_data=self.categories is None,
            cannot_judge=self._cannot_judge,
        )


def from_records(
    records: Iterable[tuple[str, str, Label | None]], categories: Sequence[Label] | None = None
) -> Ratings:
    """Ratings from rows of (item, rater, value)."""
    collector = Collector(categories)
    for item, rater, value in records:
        collector.add(item, rater, value)
    return collector.ratings()


def from_matrix(
    rows: Sequence[Sequence[Label | None]], categories: Sequence[Label] | None = None
) -> Ratings:
    """Ratings from items x raters, None where one is missing."""
    return from_records(
        ((f"item {i}", f"rater {r}", value) for i, row in enumerate(rows)
         for r, value in enumerate(row)),
        categories,
    )  # fmt: skip
