"""Makes inputs: from those a suite and a prompt already have, by type, into ones nobody thought of.

    boundaries   one place of a known input at a time: empty, single, doubled, reversed, 0, 1, -1,
                 and the text of another place
    sweeps       every small number where all arguments are numbers
    fresh        values grown from shapes: few distinct elements, so that they meet
    mutants      known inputs with one to four small changes, as EvalPlus makes them
    relations    arguments made of each other: a part, a copy, an element, a length

The same seed gives the same inputs in the same order; small ones come first.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import permutations, product

from workbench.adequacy.edges_made import build, edges
from workbench.adequacy.shapes import SEQUENCES, Shape
from workbench.adequacy.values_made import Ingredients, Values
from workbench.languages.values import Value, key_of, size_of

Args = tuple[Value, ...]
_MOST_SIZE = 6_000


def turns(each: list[Iterator[Args]], most: int) -> Iterator[Args]:
    """One of each in turn, so that few of many still cover all; `most` of all together."""
    left = most
    while each and left > 0:
        alive = []
        for source in each:
            made = next(source, None)
            if made is not None and left > 0:
                alive.append(source)
                left -= 1
                yield made
        each = alive


class Maker:
    """Inputs for one entry, from its shapes and known inputs."""

    def __init__(
        self, seeds: Sequence[Args], shapes: Sequence[Shape], found: Ingredients, seed: int,
        fits: Callable[[Args], bool] = lambda _: True,
    ) -> None:  # fmt: skip
        self._seeds = sorted(seeds, key=size_of)
        self._shapes = shapes
        self._random = random.Random(seed)
        self._fits = fits
        self._values = Values(self._random, found)

    def inputs(self, most: int) -> Iterator[Args]:
        """At most `most` different inputs, none of them a seed."""
        seen = {key_of(s) for s in self._seeds}
        count = 0
        for made in self._all(most):
            key = key_of(made)
            if key in seen or size_of(made) > _MOST_SIZE or not self._fits(made):
                continue
            seen.add(key)
            yield made
            count += 1
            if count >= most:
                return

    def _all(self, most: int) -> Iterator[Args]:
        yield from self._boundaries(most // 3)
        yield from self._sweep(most // 3)
        if not self._shapes:
            return
        for turn in range(most * 3):
            size = 2 + min(turn * 12 // most, 10) + (24 if turn % 23 == 22 else 0)
            roll = self._random.random()
            if roll < 0.45 or not self._seeds:
                made = tuple(self._values.fresh(s, size) for s in self._shapes)
            else:
                made = self._mutated(self._random.choice(self._seeds))
            if len(made) > 1 and self._random.random() < 0.5:
                made = self._related(made)
            yield made

    # --- systematic ---------------------------------------------------------------------------

    def _boundaries(self, most: int) -> Iterator[Args]:
        """Round robin over seeds and places, so that few of many still cover all."""
        yield from turns([self._around(seed) for seed in self._seeds[:40]], most)

    def _around(self, seed: Args) -> Iterator[Args]:
        """Round robin over places too: else the edges of its first text are all of a long row."""
        yield from self._copied(seed)
        yield from turns([self._at(seed, at) for at in range(len(seed))], _MOST_SIZE)

    def _copied(self, seed: Args) -> Iterator[Args]:
        """The same text at two places: whoever is both."""
        for one, other in permutations(range(len(seed)), 2):
            if type(seed[one]) is str and type(seed[other]) is str and seed[one] != seed[other]:
                yield (*seed[:other], seed[one], *seed[other + 1 :])

    def _at(self, seed: Args, at: int) -> Iterator[Args]:
        shape = self._shapes[at] if at < len(self._shapes) else Shape()
        for value in edges(seed[at], shape, self._values.texts):
            yield (*seed[:at], value, *seed[at + 1 :])

    def _sweep(self, most: int) -> Iterator[Args]:
        """Every small number, when numbers are all there is."""
        whole = all(s.allowed and s.allowed <= {"int", "float", "bool"} for s in self._shapes)
        count = len(self._shapes)
        if not whole or not count:
            return
        as_float = [s.allowed == {"float"} for s in self._shapes]
        width = {1: min(most, 300), 2: 16, 3: 6}.get(count, 3)
        for row in product(range(width), repeat=count):
            yield tuple(float(v) if f else v for v, f in zip(row, as_float, strict=True))
        if count == 1 and self._shapes[0].high > width:
            step = max(int(self._shapes[0].high) // 40, 1)
            for v in range(width, int(min(self._shapes[0].high * 2, 1e9)), step):
                yield (float(v) if as_float[0] else v,)

    # --- by chance ---------------------------------------------------------------------------

    def _mutated(self, seed: Args) -> Args:
        row = list(seed)
        for _ in range(self._random.choice((1, 1, 2, 3, 4))):
            if row:
                at = self._random.randrange(len(row))
                shape = self._shapes[at] if at < len(self._shapes) else Shape()
                row[at] = self._values.changed(row[at], shape)
        return tuple(row)

    def _related(self, args: Args) -> Args:
        """One argument made of another, where the types allow it."""
        one, other = self._random.sample(range(len(args)), 2)
        source, target = args[one], args[other]
        kind = type(target)
        roll = self._random.random()
        made: Value = None
        if kind is type(source) and (kind is str or kind.__name__ in SEQUENCES):
            row = list(source)
            start = self._random.randrange(len(row) + 1)
            if roll < 0.2:
                made = source
            elif roll < 0.5:
                part = row[start : start + self._random.randint(0, 3)]
                made = "".join(part) if kind is str else build(kind, part)
            elif roll < 0.7:
                self._random.shuffle(row)
                made = "".join(row) if kind is str else build(kind, row)
            elif roll < 0.85:
                shape = self._shapes[other] if other < len(self._shapes) else Shape()
                made = self._values.changed(source, shape)
            else:
                made = "".join(row[::-1]) if kind is str else build(kind, row[::-1])
        elif kind is type(source) and kind in (int, float):
            made = source + self._random.choice((0, 0, 1, -1))
        elif kind is int and isinstance(source, str | list | tuple):
            whole = [v for v in source if type(v) is int]
            made = self._random.choice(whole) if whole and roll < 0.5 else len(source)
            made = max(made - self._random.choice((0, 0, 1, 2)), 0) if roll > 0.8 else made
        elif isinstance(source, list | tuple) and source:
            same = [v for v in source if type(v) is kind]
            made = self._random.choice(same) if same else None
        elif isinstance(source, str) and source and kind is str:
            made = self._random.choice(source)
        if made is None:
            return args
        return (*args[:other], made, *args[other + 1 :])
