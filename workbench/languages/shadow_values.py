"""Seeded perturbation of expected values: what a shadow puts in a literal's place.

Whatever stands here is unequal to what it replaces in every way a test is likely to compare:
exactly, within a tolerance, ignoring case or white space, as an unordered collection, as a part
of something longer. The choice depends on (seed, place) alone, never on the order of the calls,
and the seed is secret: a solution cannot compute what a shadow will expect.

Languages find the literals and write them back; only values and the text between a literal's
quotes are dealt with here.
"""

from __future__ import annotations

import hashlib
import math
import random
import re
import string
from collections import Counter
from collections.abc import Collection, Sequence
from typing import TypeVar

__all__ = [
    "Dice",
    "flip_some",
    "other_decimal",
    "other_float",
    "other_int",
    "other_text",
    "other_word",
    "strange_int",
    "strange_text",
]

_T = TypeVar("_T")
_WIDTH = 8  # random letters that nothing honest contains by chance: 26^8 is 2e11
_CLASSES = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
# An escape is one unit: `\n`, `\x41`, `é`, `\u{1F600}`, `\N{DASH}`, octal, or any other.
_UNITS = re.compile(
    r"\\(?:x[0-9A-Fa-f]{2}|u\{[^}]*\}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|N\{[^}]*\}|[0-7]{1,3}|\r\n|.)"
    r"|.",
    re.DOTALL,
)


class Dice:
    """Draws for one place: the same for the same (seed, place), whatever was drawn elsewhere."""

    def __init__(self, seed: int, *place: object) -> None:
        key = "\0".join(map(str, (seed, *place))).encode("utf-8", "surrogatepass")
        self._random = random.Random(int.from_bytes(hashlib.sha256(key).digest(), "big"))

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return self._random.randint(low, high)

    def pick(self, choices: Sequence[_T]) -> _T:
        """One of them."""
        return self._random.choice(choices)

    def sample(self, count: int, size: int) -> list[int]:
        """`size` (at most `count`) different indices below `count`, in order."""
        return sorted(self._random.sample(range(count), min(size, count)))


def other_int(dice: Dice, value: int, avoid: Collection[object] = (), tolerance: float = 0) -> int:
    """Another whole number of the same sign, further away than `tolerance`, and none of `avoid`:
    for an expectation with several numbers, those. Never a neighbour: where tests share state, a
    test that ends early leaves counters off by one or two."""
    sign = -1 if value < 0 else 1
    size = abs(value)
    least = max(11, math.ceil(2 * tolerance) + 1)
    room = max(89, size // 2, 4 * least)
    while True:
        candidate = sign * (size + dice.between(least, room))
        # `1 in (1.0, True)` holds, so neither becomes the other.
        if candidate != value and candidate not in avoid and str(candidate) not in avoid:
            return candidate
        room += 7  # every number nearby may be one to avoid


def other_float(dice: Dice, value: float, tolerance: float = 0.0) -> float:
    """A number no tolerance takes for `value`: more than twice its size and twice `tolerance`
    away. Stays finite; NaN and the infinities become ordinary numbers."""
    if not math.isfinite(value):
        return dice.between(11, 89) + 0.5
    factor = dice.between(23, 67) / 10
    moved = value * factor + math.copysign(dice.between(3, 9) + 2.5 * tolerance, value)
    if not math.isfinite(moved):
        return value / (factor * 8)
    return float(f"{moved:.12g}")


def other_decimal(dice: Dice, literal: str, tolerance: float = 0.0) -> str:
    """`other_float` for the text of a literal: as many digits after the point as it had."""
    value = float(literal.replace("_", ""))
    moved = other_float(dice, value, tolerance)
    plain = re.fullmatch(r"[\d_]*\.([\d_]*)", literal)
    if plain is None or abs(moved) >= 1e15:
        return repr(moved)
    places = max(1, min(12, len(plain[1].replace("_", ""))))
    return f"{moved:.{places}f}"


def strange_int(dice: Dice) -> int:
    """A number no honest answer holds by chance, for places where it must not be *among* others."""
    return dice.between(100_000_007, 2_000_000_011)


def other_word(dice: Dice, length: int = _WIDTH) -> str:
    """Random lower-case letters."""
    return "".join(dice.pick(string.ascii_lowercase) for _ in range(length))


def strange_text(dice: Dice, raw: str) -> str:
    """The inside of a string literal, so changed that no honest text contains it by chance."""
    at = len(_units(raw)) // 2
    units = _units(raw)
    return "".join((*units[:at], other_word(dice), *units[at:]))


def other_text(dice: Dice, raw: str, avoid: Collection[str] = ()) -> str:
    """The inside of a string literal (escapes as written) with some letters and digits replaced
    by others of their kind: same length, same lines, other letters even when case and order do
    not count. Without any letter or digit it gets one more character. `avoid`: other strings of
    the same expectation, none of which it may become."""
    units = _units(raw)
    places = [i for i, unit in enumerate(units) if len(unit) == 1 and _class_of(unit)]
    before = Counter("".join(units).casefold())
    for attempt in range(64):
        changed = list(units)
        if places:
            # The first one always: in "17.250" the last digit may count for nothing.
            extra = [places[i] for i in dice.sample(len(places), min(3, 1 + len(places) // 4))]
            for at in {places[0], *extra}:
                changed[at] = _another(dice, units[at], before)
        if not places or attempt >= 32:
            changed.insert(len(units), dice.pick(string.ascii_lowercase))
        text = "".join(changed)
        if Counter(text.casefold()) != before and text not in avoid:
            return text
    return strange_text(dice, raw)


def _units(raw: str) -> list[str]:
    return _UNITS.findall(raw)


def _class_of(unit: str) -> str:
    return next((c for c in _CLASSES if unit in c), "")


def _another(dice: Dice, unit: str, present: Collection[str]) -> str:
    # No digit becomes 0: a leading zero may be dropped when the text is read as a number.
    others = [c for c in _class_of(unit) if c != unit and c != "0"]
    # One the text does not have, so that it also differs as a set of letters.
    return dice.pick([c for c in others if c.casefold() not in present] or others)


def flip_some(dice: Dice, values: Sequence[bool]) -> list[bool]:
    """Truth values negated: all of them, or just one where all would give the same collection
    again ([True, False] and [False, True] are equal when order does not count)."""
    flipped = [not v for v in values]
    if Counter(flipped) != Counter(values):
        return flipped
    result = list(values)
    if result:
        at = dice.between(0, len(result) - 1)
        result[at] = not result[at]
    return result
