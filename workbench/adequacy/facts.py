"""Facts that all known inputs of a function share: one is the length of another, it is sorted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

from workbench.languages.values import Value

Args = tuple[Value, ...]


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


def sized(value: Value) -> bool:
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


def facts_of(known: Sequence[Args]) -> Iterator[Fact]:
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
    if all(map(sized, left)) and numbers:
        for code, words in (
            ("is-length", "one is the length of the other"),
            ("index", "one is an index of the other"),
            ("count", "one is at most the length of the other"),
        ):
            fact = Fact(code, words, (one, other))
            if all(is_so(fact, p) for p in pairs):
                yield fact
                break
    if all(isinstance(v, list | tuple | str) for v in left):
        fact = Fact("member", "one is in the other", (one, other))
        texts = all(isinstance(a, str) and isinstance(b, str) for a, b in pairs)
        if not texts and all(is_so(fact, p) for p in pairs):
            yield fact
    if one < other and all(map(sized, [*left, *right])):
        fact = Fact("same-length", "both are as long", (one, other))
        if all(is_so(fact, p) for p in pairs):
            yield fact
    if all(map(sized, [*left, *right])):
        fact = Fact("lengths-apart", "one is longer by one than the other", (one, other))
        if len({len(v) for v in left}) > 1 and all(is_so(fact, p) for p in pairs):
            yield fact
        fact = Fact("not-longer", "one is at most as long as the other", (one, other))
        if all(is_so(fact, p) for p in pairs):
            yield fact
    if numbers and all(type(v) in (int, float) for v in left):
        fact = Fact("ordered", "one is at most the other", (one, other))
        if all(is_so(fact, p) for p in pairs):
            yield fact


def is_so(fact: Fact, pair: tuple[Value, Value]) -> bool:
    try:
        return bool(_FACTS[fact.code](*pair))
    except (TypeError, ValueError):
        return False
