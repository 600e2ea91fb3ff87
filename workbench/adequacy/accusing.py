"""When a difference inside the stated domain speaks against a solution, and when it is only shown.

A vouched reference is taken at its word, except where the others are divided. Any other may be
wrong, and what the others that pass the suite say of it depends on the input. On an ordinary one,
of which nothing is remarked, they were tried by the suite: their majority decides. On an unusual
one, which the suite has nothing like, they share what the suite does not look at: there their
majority shows that the statement settles the matter, and the reference is taken at its word, unless
it was outvoted on an ordinary input before. Where they are divided, the statement settles nothing,
and nobody is accused. A text unlike the known ones in its form and in its characters accuses only
by the others' majority, and an answer that there is nothing (`None`, -1) accuses nobody, on
whatever input, if the first says so in another way and the prompt names neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.adequacy.findings import Finding
from workbench.languages.calls import Result
from workbench.languages.values import Value

ACCIDENTS = frozenset(
    {
        *("IndexError", "KeyError", "TypeError", "AttributeError", "ZeroDivisionError"),
        *("NameError", "UnboundLocalError", "RecursionError", "RangeError", "ReferenceError"),
        *("NullPointerException", "ArrayIndexOutOfBoundsException", "ClassCastException"),
        *("IndexOutOfBoundsException", "StringIndexOutOfBoundsException", "ArithmeticException"),
        *("NoSuchElementException", "NegativeArraySizeException", "StackOverflowError"),
    }
)
"""Errors that nobody raises to refuse an input: the code went wrong."""

BUILT_IN = frozenset(
    {
        *("ValueError", "OverflowError", "StopIteration", "UnicodeEncodeError"),
        *("SyntaxError", "NumberFormatException", "InputMismatchException"),
        *("DateTimeParseException", "UnsupportedOperationException"),
    }
)
"""Errors that refuse an input where a solution names them; elsewhere something built in raised
them (`max` of nothing, `int` of a word), and the code went wrong as well."""

_NOTHING: tuple[tuple[str, str], ...] = (
    ("None", r"\b(none|null|nil|undefined)\b"),
    ("-1", r"(?<!\w)-1\b|\bminus one\b"),
    ("empty", r"\bempty\b"),
)
"""Ways to answer that there is nothing, and the words of a prompt that asks for one."""


@dataclass(frozen=True)
class Voices:
    """What others that pass the suite do with one input on which two solutions differ."""

    siding: int
    """answer as the judged one does"""
    against: int
    """answer as the first does"""
    raising: int
    heard: int

    @classmethod
    def of(
        cls, finding: Finding, voices: Sequence[Result | None], same: Callable[..., bool]
    ) -> Voices:
        """Counted; who was not got to says nothing."""
        heard = [v for v in voices if v is not None]
        return cls(
            sum(same(v, finding.got) for v in heard),
            sum(same(v, finding.expected) for v in heard),
            sum(v.end == "raised" for v in heard),
            len(heard),
        )

    @property
    def words(self) -> str:
        """The votes as a person reads them."""
        return (
            f"{self.siding} of {self.heard} other solutions answer so too, "
            f"{self.against} as the first does"
        )

    @property
    def bears_out(self) -> bool:
        """Whether more than half answer as the first does, and twice as many as side."""
        return self.against > 2 * self.siding and self.against * 2 > self.heard

    @property
    def divided(self) -> bool:
        """Whether several are heard, and neither side has more than half of them."""
        return self.heard > 2 and max(self.siding, self.against) * 2 <= self.heard


def accident(finding: Finding, source: str) -> bool:
    """Whether the judged solution, of this source, went wrong where the first gives an answer."""
    got = finding.got
    if got.end != "raised" or finding.expected.end != "returned":
        return False
    named = re.search(rf"\b{re.escape(got.error)}\b", source)
    return got.error in ACCIDENTS or (got.error in BUILT_IN and not named)


def _nothing(value: Value) -> str:
    """In which way a value says that there is nothing; empty if it does not."""
    if value is None or (type(value) is int and value == -1):
        return str(value)
    return "empty" if isinstance(value, str | list | tuple | dict | set) and not value else ""


def only_worded(finding: Finding, prompt: str) -> bool:
    """Whether both answer that there is nothing, each in a way of its own, and the prompt, in small
    letters, asks for neither."""
    if not finding.expected.end == finding.got.end == "returned":
        return False
    ways = {_nothing(finding.expected.value), _nothing(finding.got.value)}
    asked = {way for way, words in _NOTHING if re.search(words, prompt)}
    return len(ways) == 2 and "" not in ways and not ways & asked


def spared(
    finding: Finding,
    voices: Voices,
    *,
    vouched: bool,
    outvoted: Callable[[], bool],
    source: str = "",
    prompt: str = "",
) -> str:
    """Why a difference inside the domain accuses nobody, in words; empty where it accuses.
    `outvoted` tells whether the others contradict the first solution on an ordinary input;
    `source` is the judged solution's."""
    got = finding.got
    if got.end == "raised" and voices.raising * 2 > voices.heard:
        return f"{voices.raising} of {voices.heard} other solutions raise there too"
    if got.end == "fuel" and voices.siding:
        return f"{voices.siding} of {voices.heard} other solutions take as many steps"
    wrong = accident(finding, source)
    if vouched:
        return voices.words if voices.divided and not wrong else ""
    if only_worded(finding, prompt):
        return "both say that there is nothing, and the prompt does not say how"
    if not voices.heard:
        alone = "no other solution was asked, and no known call is like this one"
        return "" if finding.ordinary or wrong else alone
    if wrong and voices.siding * 2 <= voices.heard:
        return ""
    if finding.ordinary:
        return "" if voices.bears_out else voices.words
    if got.end == "raised" and not wrong:
        return "it refuses an input that no known call is like"
    if voices.bears_out:
        return ""
    if finding.alien:
        return f"{voices.words}, of a text unlike all known ones"
    if voices.siding * 2 > voices.heard:
        return f"{voices.words}, which is outvoted on ordinary inputs" if outvoted() else ""
    return voices.words
