"""When a difference inside the stated domain speaks against a solution, and when it is only shown.

A vouched reference is taken at its word. Any other may be wrong, and what the others that pass the
suite say of it depends on the input. On an ordinary one, of which nothing is remarked, they were
tried by the suite: their majority decides. On an unusual one, which the suite has nothing like,
they share what the suite does not look at: there their majority shows that the statement settles
the matter, and the reference is taken at its word, unless it was outvoted on an ordinary input
before. Where they are divided, the statement settles nothing, and nobody is accused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.adequacy.findings import Finding
from workbench.languages.calls import Result

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


def spared(finding: Finding, voices: Voices, *, vouched: bool, outvoted: Callable[[], bool]) -> str:
    """Why a difference inside the domain accuses nobody, in words; empty where it accuses.
    `outvoted` tells whether the others contradict the first solution on an ordinary input."""
    got = finding.got
    if got.end == "raised" and voices.raising * 2 > voices.heard:
        return f"{voices.raising} of {voices.heard} other solutions raise there too"
    if got.end == "fuel" and voices.siding:
        return f"{voices.siding} of {voices.heard} other solutions take as many steps"
    if vouched:
        return ""
    accident = got.end == "raised" and got.error in ACCIDENTS and finding.expected.end == "returned"
    if not voices.heard:
        alone = "no other solution was asked, and no known call is like this one"
        return "" if finding.ordinary or accident else alone
    if accident and voices.siding * 2 <= voices.heard:
        return ""
    if finding.ordinary:
        return "" if voices.bears_out else voices.words
    if got.end == "raised" and not accident:
        return "it refuses an input that no known call is like"
    if voices.bears_out:
        return ""
    if voices.siding * 2 > voices.heard:
        return f"{voices.words}, which is outvoted on ordinary inputs" if outvoted() else ""
    return voices.words
