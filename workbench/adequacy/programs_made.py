"""Programs made of known ones: their arguments changed, steps put in, left out and exchanged.

At the end of most of them the object is asked what the tests ask such objects, for a change that
nobody asks about is no difference.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from workbench.adequacy.inputs import Args, Maker, turns
from workbench.adequacy.minimise import smaller as smaller_arguments
from workbench.adequacy.programs import Place, ProgramDomain
from workbench.adequacy.values_made import Ingredients
from workbench.languages.objects import Step, steps_of
from workbench.languages.values import Built, key_of, size_of

_POOL = 1_000
"""different arguments, of all methods together"""
_LEAST = 150
_MORE_STEPS = 6
_MOST_MORE = 12
"""steps of each method that are put behind a known program"""
_NEIGHBOURS = 250
_MOST_SIZE = 4_000


class ProgramMaker:
    """Inputs for one class, from its known programs."""

    def __init__(
        self, domain: ProgramDomain, found: Ingredients, seed: int, asks: Sequence[str] = ()
    ) -> None:
        self._domain = domain
        places = [domain.maker, *domain.methods.values()]
        self._size = max(_POOL // max(sum(bool(p.shapes) for p in places), 1), _LEAST)
        self._random = random.Random(seed)
        self._made = self._pool(domain.maker, found, seed)
        self._pools = {name: self._pool(p, found, seed) for name, p in domain.methods.items()}
        reads = domain.entry.reads
        self._called = [name for name in sorted(self._pools) if name not in reads]
        self._asks: list[Step] = [(name, ()) for name in asks if name in domain.methods]

    def _pool(self, place: Place, found: Ingredients, seed: int) -> list[Args]:
        """Known arguments, then made ones."""
        made = (
            Maker(place.known, place.shapes, found, seed).inputs(self._size) if place.shapes else ()
        )
        return [*place.known, *map(self._fitted, made)] or [()]

    def _fitted(self, args: Args) -> Args:
        """Objects of this very class among arguments are made as known ones are."""
        known = self._domain.maker.known
        same = [isinstance(v, Built) and v.kind == self._domain.entry.name for v in args]
        if not any(same) or not known or self._random.random() < 0.3:
            return args
        own = self._domain.entry.name
        return tuple(
            Built(own, self._random.choice(known)) if is_own else v
            for is_own, v in zip(same, args, strict=True)
        )

    def inputs(self, most: int) -> Iterator[Args]:
        """At most `most` different programs, none of them a known one."""
        seen = {key_of(a) for a in self._domain.known}
        count = 0
        for made in self._all(most):
            key = key_of(made)
            if key in seen or size_of(made) > _MOST_SIZE:
                continue
            seen.add(key)
            yield made
            count += 1
            if count >= most:
                return

    def _all(self, most: int) -> Iterator[Args]:
        known = sorted(self._domain.known, key=size_of)
        for made, steps in known:
            yield made, [*steps, *self._asks]
            yield made, [s for step in steps for s in (step, *self._asks)]
        yield from turns([self._longer(args) for args in known[:40]], most // 4)
        yield from turns([self._around(args) for args in known[:40]], most // 3)
        for _ in range(most * 3):
            yield self._changed(self._random.choice(known))

    def _longer(self, args: Args) -> Iterator[Args]:
        """A known program with one step more: a known one, or one with what is in the program."""
        made, steps = args[0], steps_of(args)
        held = list({key_of(v): v for _, given in steps for v in given}.values())
        for turn in range(_MOST_MORE):
            for name in self._called:
                known = self._domain.methods[name].known
                own = [
                    (*given[:at], value, *given[at + 1 :])
                    for given in known[:2]
                    for at, old in enumerate(given)
                    for value in held
                    if type(value) is type(old)
                ]
                more = [given for pair in zip(known, own, strict=False) for given in pair]
                more += [*known[len(own) :], *own[len(known) :]]
                if turn < len(more):
                    yield made, [*steps, (name, more[turn]), *self._asks]

    def _around(self, args: Args) -> Iterator[Args]:
        """A known program with one place changed."""
        made, steps = args[0], steps_of(args)
        for turn in range(self._size):
            if turn < len(self._made):
                yield self._made[turn], [*steps, *self._asks]
            for at, (name, _) in enumerate(steps):
                pool = self._pools.get(name, [])
                if turn < len(pool) and pool[turn]:
                    changed = [*steps[:at], (name, pool[turn]), *steps[at + 1 :]]
                    yield made, [*changed, *self._asks]

    def _changed(self, args: Args) -> Args:
        made, steps = args[0], list(steps_of(args))
        most = max(2 * self._domain.longest, len(steps)) + _MORE_STEPS
        for _ in range(self._random.choice((1, 1, 2, 3, 4))):
            roll = self._random.random()
            at = self._random.randrange(len(steps) + 1)
            if roll < 0.15 or not self._called:
                made = self._random.choice(self._made)
            elif roll < 0.45:
                name = self._random.choice(self._called)
                steps.insert(at, (name, self._given(name, steps)))
            elif roll < 0.55 and steps:
                steps.insert(at, self._random.choice(steps))
            elif roll < 0.65 and at < len(steps):
                del steps[at]
            elif roll < 0.7 and at < len(steps):
                other = self._random.randrange(len(steps))
                steps[at], steps[other] = steps[other], steps[at]
            elif roll < 0.75:
                steps += steps_of(self._random.choice(self._domain.known))
            elif at < len(steps):
                name = steps[at][0]
                if name in self._pools:
                    steps[at] = name, self._given(name, steps)
        tail = self._asks if self._random.random() < 0.8 else []
        return made, [*steps[:most], *tail]

    def _given(self, name: str, steps: Sequence[Step]) -> Args:
        """Arguments for one more step: known ones, made ones, or what other steps were given, for
        what an object holds is asked for by what was put in."""
        known, roll = self._domain.methods[name].known, self._random.random()
        args = self._random.choice(known if known and roll < 0.6 else self._pools[name])
        others = [v for _, given in steps for v in given]
        if roll % 0.3 < 0.1 and args:
            at = self._random.randrange(len(args))
            same = [v for v in others if type(v) is type(args[at])]
            if same:
                return (*args[:at], self._random.choice(same), *args[at + 1 :])
        return args


def smaller(args: Args) -> list[Args]:
    """Neighbours of a program that are smaller, the smallest first."""
    made, steps = args[0], steps_of(args)
    found: list[Args] = [(made, steps[:at] + steps[at + 1 :]) for at in range(len(steps))]
    if len(steps) > 3:
        found += [(made, steps[: len(steps) // 2]), (made, steps[len(steps) // 2 :])]
    found += [(less, steps) for less in smaller_arguments(made)]
    for at, (name, given) in enumerate(steps):
        for less in smaller_arguments(given):
            if len(less) == len(given):
                found.append((made, [*steps[:at], (name, less), *steps[at + 1 :]]))
    size = size_of(args)
    different = {key_of(a): a for a in found if size_of(a) < size}
    return sorted(different.values(), key=size_of)[:_NEIGHBOURS]
