"""What shadows of Go, Rust and Java share: literals moved to other values of their type, and edits
that keep every line where it is.

A moved number, character or string grows (in absolute value, by code point, in length), so that
a collection of moved literals equals the original in no order at all. Only where a number stands
at the end of a type's range does the whole collection shrink instead.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from workbench.languages.base import Inventory, Shadow
from workbench.languages.syntax import Node, text_of
from workbench.model.task import Suite

_TOKEN = re.compile(
    r"\\(?:x[0-9a-fA-F]{2}|u\{[^}]*\}|u+[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|.)|.", re.DOTALL
)
_INT = re.compile(
    r"(?P<base>0[xX]|0[bB]|0[oO]|0(?=[0-9_]))?(?P<digits>[0-9a-fA-F_]+?)"
    r"(?P<suffix>_?[iu](?:8|16|32|64|128|size)|_?f(?:32|64)|[lL])?\Z"
)
_FLOAT = re.compile(
    r"(?P<number>[0-9][0-9_]*\.?[0-9_]*(?:[eE][+-]?[0-9_]+)?|\.[0-9_]+(?:[eE][+-]?[0-9]+)?)"
    r"(?P<suffix>_?f(?:32|64)|[fFdD])?\Z"
)
_BASES = {"0x": 16, "0b": 2, "0o": 8}
# The last few values of every type; one of them may be all there is room for.
_ENDS = tuple(
    range_end
    for bits in (7, 8, 15, 16, 31, 32, 63, 64, 127, 128)
    for range_end in range(2**bits - 3, 2**bits + 1)
)
_STEPS = (1, 2, 3)


@dataclass(frozen=True)
class Literal:
    """A literal in a file and what it is: `int`, `float`, `string`, `char` or `bool`."""

    path: str
    start: int
    end: int
    text: str
    kind: str


def literal(path: str, node: Node, kind: str, offset: int = 0) -> Literal:
    """The literal of a node of a tree that begins `offset` bytes into its file."""
    return Literal(path, node.start_byte + offset, node.end_byte + offset, text_of(node), kind)


@dataclass
class Edits:
    """Replacements in a suite's files, chosen by its seed."""

    seed: int
    changes: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)

    def pick(self, *place: object) -> int:
        """A number that depends on the seed and the place alone."""
        said = ":".join(map(str, (self.seed, *place)))
        return int.from_bytes(hashlib.sha256(said.encode()).digest()[:6], "big")

    def put(self, path: str, start: int, end: int, text: str) -> None:
        """Replace bytes `start..end` of a file."""
        self.changes.setdefault(path, {})[start, end] = text

    def move(self, literals: Iterable[Literal]) -> None:
        """Move all literals of one expectation."""
        every = list(literals)
        shrink = any(each.kind == "int" and _at_end(each.text) for each in every)
        became: dict[str, str] = {}
        for each in every:
            known = self.changes.get(each.path, {})
            moved = self.moved(each, shrink=shrink)
            if (each.start, each.end) in known or moved is None:
                continue
            # What was distinct stays so: they may be keys, which must not repeat.
            while became.setdefault(moved, each.text) != each.text:
                if each.kind != "string":
                    break
                moved = re.sub(r"(\"+#*|`)\Z", r"x\1", moved)
            else:
                self.put(each.path, each.start, each.end, moved)

    def scatter(self, literals: Iterable[Literal]) -> None:
        """Move the literals a value is made from, numbers by different steps: moved alike they
        might make an equal value, as 1/2 and 2/4 are."""
        for at, each in enumerate(literals):
            moved = self.moved(each)
            if each.kind == "int" and at and not _at_end(each.text):
                moved = _moved_int(each.text, 1 + self.pick("step") % 3 + 7 * (at % 8))
            if moved is not None:
                self.put(each.path, each.start, each.end, moved)

    def merge(self, other: Edits) -> None:
        """Take over all changes of others."""
        for path, changes in other.changes.items():
            self.changes.setdefault(path, {}).update(changes)

    def moved(self, each: Literal, *, shrink: bool = False) -> str | None:
        """Another value of the same type, as source text; None where there is none to be had."""
        match each.kind:
            case "bool":
                return {"true": "false", "false": "true"}.get(each.text)
            case "int":
                step = _STEPS[self.pick("step") % len(_STEPS)]
                return _moved_int(each.text, -step if shrink else step)
            case "float":
                return _moved_float(each.text, 1.5 + self.pick("float") % 5 / 8)
            case "char":
                return _moved_char(each.text)
            case "string":
                return _moved_string(each.text, self.pick(each.path, each.start))
            case _:
                return None

    def word(self, *place: object) -> str:
        """Letters that stand in no text by chance."""
        number = self.pick("word", *place)
        return "".join("bdfgjkmpqvwxz"[number // 13**n % 13] for n in range(9))

    def lengthen(self, each: Literal) -> None:
        """A string that is searched for: no text that holds the old one holds the new one."""
        closing = re.search(r"(\"+#*|`|')\Z", each.text)
        if closing is not None:
            at = closing.start()
            said = self.word(each.path, each.start)
            self.put(each.path, each.start, each.end, each.text[:at] + said + each.text[at:])

    def sources(self, files: Mapping[str, str]) -> dict[str, str]:
        """The files with the edits made. Where edits overlap, the inner one stands."""
        made: dict[str, str] = {}
        for path, source in files.items():
            changes = self.changes.get(path)
            if not changes:
                made[path] = source
                continue
            data, limit = source.encode(), len(source.encode())
            for (start, end), text in sorted(changes.items(), reverse=True):
                if end <= limit:
                    data = data[:start] + text.encode() + data[end:]
                    limit = start
            made[path] = data.decode()
        return made


class Turnable(Protocol):
    """A check, as far as turning goes."""

    moved: bool
    turned: bool


C = TypeVar("C", bound=Turnable)


def turn_last(
    checks: Sequence[C], certain: Callable[[Callable[[C], bool]], bool], turn: Callable[[C], None]
) -> bool:
    """Turn the last check of a test, if failing is certain then: everything before it still runs,
    and what is forged there still shows."""
    last = checks[-1] if checks else None
    if last is None or last.moved or not certain(lambda c: c.moved or c.turned or c is last):
        return False
    turn(last)
    return last.turned


def turn_all(
    checks: Sequence[C], certain: Callable[[Callable[[C], bool]], bool], turn: Callable[[C], None]
) -> bool:
    """Turn every check of a test. False where failing is not certain then."""
    for check in checks:
        turn(check)
    return certain(lambda c: c.moved or c.turned)


SEALED = "no value it expects could be changed, so its shadow fails in any case"


def finished(
    suite: Suite,
    edits: Edits,
    inventory: Inventory,
    read: Callable[[Suite], Inventory],
    unperturbed: Mapping[str, str],
    *,
    sealed: Iterable[str] = (),
    unsure: Iterable[str] = (),
    guessed: Iterable[str] = (),
) -> Shadow:
    """The shadow of a suite; of the suite itself where an edit would change what its tests are."""
    made = suite.model_copy(
        update={"files": edits.sources(suite.files), "support": edits.sources(suite.support)}
    )
    again = read(made)
    same = (again.tests, again.skipped, again.problems) == (
        inventory.tests,
        inventory.skipped,
        inventory.problems,
    )
    if not same or inventory.problems:
        why = inventory.problems[0] if inventory.problems else "perturbed, it is another suite"
        return Shadow(suite, {ref.id: f"the suite could not be perturbed: {why}"
                              for ref in inventory.tests})  # fmt: skip
    idle = dict.fromkeys(sorted(inventory.skipped), "it is marked to be skipped")
    return Shadow(
        made,
        {**unperturbed, **idle},
        sealed=dict.fromkeys(sealed, SEALED),
        unsure=frozenset(unsure),
        guessed=frozenset(guessed),
    )


def movable(each: Literal) -> bool:
    """Whether there is another value to put in its place."""
    return Edits(0).moved(each) is not None


def _number(text: str) -> tuple[int, re.Match[str]] | None:
    found = _INT.match(text)
    if found is None:
        return None
    base = (found["base"] or "").lower()
    try:
        return int(found["digits"].replace("_", ""), _BASES.get(base, 8 if base else 10)), found
    except ValueError:
        return None


def _at_end(text: str) -> bool:
    read = _number(text)
    return read is not None and read[0] in _ENDS and read[0] > 4


def _moved_int(text: str, step: int) -> str | None:
    read = _number(text)
    if read is None:
        return None
    value, found = read
    if value + step < 0:
        step = -step
    base, digits = found["base"] or "", found["digits"]
    radix = {16: "x", 2: "b", 8: "o"}.get(_BASES.get(base.lower(), 8 if base else 10), "d")
    written = format(value + step, radix).zfill(len(digits.replace("_", "")) if base else 0)
    if any(letter.isupper() for letter in digits):
        written = written.upper()
    return f"{base}{written}{found['suffix'] or ''}"


def _moved_float(text: str, factor: float) -> str | None:
    found = _FLOAT.match(text)
    if found is None:
        return None
    value = float(found["number"].replace("_", ""))
    # Beyond any tolerance, and no overflow of the narrower type.
    other = value / 4 if value > 1e30 else round(value * factor + 1.25, 6)
    return f"{other!r}{found['suffix'] or ''}"


def _grown(character: str) -> str | None:
    """A following letter or digit, of which there is none after the last of its kind."""
    if not (character.isascii() and character.isalnum()) or character in "zZ9":
        return None
    return chr(ord(character) + 1)


def _moved_char(text: str) -> str | None:
    found = re.match(r"(b?')(.*)'\Z", text, re.DOTALL)
    if found is None:
        return None
    inside = found[2]
    other = _grown(inside) if len(inside) == 1 else None
    if other is None:
        other = {"z": "{", "Z": "[", "9": ":"}.get(inside, "q")
    return f"{found[1]}{other}'"


def _moved_string(text: str, number: int) -> str | None:
    found = re.match(r"([bc]?r?#*(?:\"\"\"|\"|`))(.*?)((?:\"\"\"|\"|`)#*)\Z", text, re.DOTALL)
    if found is None:
        return None
    opening, inside, closing = found[1], found[2], found[3]
    raw = "r" in opening or opening == "`"
    tokens = list(inside) if raw else _TOKEN.findall(inside)
    first = inside.find("\n") + 1 if opening == '"""' else 0  # the line break belongs to the quotes
    places = [
        at
        for at, token in enumerate(tokens)
        if at >= first and len(token) == 1 and _grown(token) is not None
    ]
    if places:
        at = places[number % len(places)]
        tokens[at] = _grown(tokens[at]) or ""
        return opening + "".join(tokens) + closing
    # A byte string's length is a part of its type.
    return None if opening.startswith("b") else f"{opening}{inside}x{closing}"
